package io.github.wasmclassify.guest.kernels;

/**
 * The sizes of one convolution or pooling over a picture, in elements: none below 1, and no padding below 0.
 *
 * @param padTop rows above the picture that read as padding; what lies below follows
 * @param padLeft columns to the left that read as padding; what lies to the right follows
 */
record Geometry(
        int inputHeight,
        int inputWidth,
        int inputChannels,
        int outputHeight,
        int outputWidth,
        int outputChannels,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth,
        int padTop,
        int padLeft,
        int groups,
        Limits limits) {

    private static final int SIZES = 15;
    /** What the windows may cover, padding included, as that may have to be copied: 256 MiB. */
    private static final int LARGEST_REACH = 1 << 26;

    private static final int FIRST_KERNEL = 6;
    private static final int FIRST_DILATION = 10;
    private static final int FIRST_PAD = 12;

    /** Reads the guest's struct; traps where it makes no sense. */
    static Geometry read(byte[] memory, int address) {
        Bytes.require(memory, address, (SIZES + 2) * 4);
        int[] s = new int[SIZES];
        for (int i = 0; i < SIZES; i++) {
            s[i] = Bytes.i32(memory, address + i * 4);
            if (s[i] < 0 || s[i] == 0 && i != FIRST_PAD && i != FIRST_PAD + 1) {
                throw Bytes.trap("a geometry with a size of " + Integer.toUnsignedString(s[i]));
            }
        }
        for (int axis = 0; axis < 2; axis++) {
            s[FIRST_DILATION + axis] =
                    s[FIRST_KERNEL + axis] == 1 ? 1 : s[FIRST_DILATION + axis]; // which then means nothing
        }
        Limits limits = Limits.of(Bytes.f32(memory, address + SIZES * 4), Bytes.f32(memory, address + SIZES * 4 + 4));
        var geometry = new Geometry(
                s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13], s[14], limits);
        if (Bytes.elements(geometry.reachHeight(), geometry.reachWidth(), s[2]) > LARGEST_REACH) {
            throw Bytes.trap("a geometry whose windows cover too much");
        }
        return geometry;
    }

    /** Traps unless both tensors lie in memory. */
    void require(byte[] memory, int input, int output) {
        Bytes.requireFloats(memory, input, Bytes.elements(inputHeight, inputWidth, inputChannels));
        Bytes.requireFloats(memory, output, outputLength());
    }

    int outputLength() {
        return Bytes.elements(outputHeight, outputWidth, outputChannels);
    }

    /** Rows from the first that a window covers, padding included, to the last. */
    long reachHeight() {
        return reach(outputHeight, strideHeight, kernelHeight, dilationHeight);
    }

    /** Columns from the first that a window covers, padding included, to the last. */
    long reachWidth() {
        return reach(outputWidth, strideWidth, kernelWidth, dilationWidth);
    }

    private static long reach(int outputs, int stride, int kernel, int dilation) {
        return (outputs - 1L) * stride + (kernel - 1L) * dilation + 1;
    }

    /** Whether no window covers anything outside of the picture. */
    boolean isUnpadded() {
        return padTop == 0 && padLeft == 0 && reachHeight() <= inputHeight && reachWidth() <= inputWidth;
    }
}
