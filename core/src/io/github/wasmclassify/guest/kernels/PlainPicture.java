package io.github.wasmclassify.guest.kernels;

/**
 * The input of a convolution as floats, with the zeros around it that windows see there.
 *
 * @param stride floats from row to row
 */
record PlainPicture(Geometry g, float[] values, int stride) {
    static PlainPicture of(Geometry g, byte[] memory, int input) {
        int pixel = g.inputChannels();
        int line = g.inputWidth() * pixel;
        if (g.isUnpadded()) {
            return new PlainPicture(g, Floats.read(memory, input, g.inputHeight() * line), line);
        }
        int height = (int) g.reachHeight();
        int width = (int) g.reachWidth();
        int columns = Math.max(0, Math.min(g.inputWidth(), width - g.padLeft()));
        int left = Math.min(g.padLeft(), width);
        float[] values = new float[height * width * pixel];
        for (int y = Math.min(g.padTop(), height); y < Math.min(height, g.padTop() + g.inputHeight()); y++) {
            int from = input + (y - g.padTop()) * line * Float.BYTES;
            Floats.read(memory, from, columns * pixel, values, (y * width + left) * pixel);
        }
        return new PlainPicture(g, values, width * pixel);
    }

    /** Windows {@code first} to {@code end} of a group as rows of a matrix; where they lie as such already, no copy. */
    PlainProduct.Part windows(int group, int first, int end) {
        int own = g.inputChannels() / g.groups();
        int depth = g.kernelHeight() * g.kernelWidth() * own;
        boolean isMatrix = depth == g.inputChannels()
                && g.strideHeight() == 1
                && stride == g.outputWidth() * depth
                && g.strideWidth() == 1;
        if (isMatrix) {
            return new PlainProduct.Part(values, first * depth);
        }
        boolean wholeRows = own == g.inputChannels() && g.dilationWidth() == 1;
        int run = wholeRows ? own * g.kernelWidth() : own;
        float[] rows = new float[(end - first) * depth];
        int to = 0;
        for (int window = first; window < end; window++) {
            int corner = corner(window / g.outputWidth(), window % g.outputWidth()) + group * own;
            for (int y = 0; y < g.kernelHeight(); y++) {
                for (int x = 0; x < (wholeRows ? 1 : g.kernelWidth()); x++, to += run) {
                    System.arraycopy(values, corner + tap(y, x), rows, to, run);
                }
            }
        }
        return new PlainProduct.Part(rows, 0);
    }

    /** Where an output's window begins. */
    private int corner(int y, int x) {
        return y * g.strideHeight() * stride + x * g.strideWidth() * g.inputChannels();
    }

    /** From a window's beginning to one of its values. */
    private int tap(int y, int x) {
        return y * g.dilationHeight() * stride + x * g.dilationWidth() * g.inputChannels();
    }

    /** A row of the output of a convolution where each channel has a kernel of its own. */
    void depthwiseRow(int y, PackedFilter filter, float[] sums) {
        int channels = g.inputChannels();
        for (int x = 0; x < g.outputWidth(); x++) {
            System.arraycopy(filter.bias(), 0, sums, x * channels, channels);
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                int kx = 0;
                int weights = ky * g.kernelWidth() * channels;
                int from = corner(y, x) + tap(ky, 0);
                int step = g.dilationWidth() * channels;
                for (; kx <= g.kernelWidth() - 3; kx += 3) {
                    addThree(
                            values,
                            from + kx * step,
                            step,
                            filter.weights(),
                            weights + kx * channels,
                            sums,
                            x * channels,
                            channels);
                }
                for (; kx < g.kernelWidth(); kx++) {
                    add(
                            values,
                            from + kx * step,
                            filter.weights(),
                            weights + kx * channels,
                            sums,
                            x * channels,
                            channels);
                }
            }
        }
        for (int i = 0; i < g.outputWidth() * channels; i++) {
            sums[i] = g.limits().apply(sums[i]);
        }
    }

    private static void addThree(
            float[] values, int from, int step, float[] weights, int weight, float[] sums, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            float sum = Math.fma(values[from + c], weights[weight + c], sums[to + c]);
            sum = Math.fma(values[from + step + c], weights[weight + channels + c], sum);
            sums[to + c] = Math.fma(values[from + 2 * step + c], weights[weight + 2 * channels + c], sum);
        }
    }

    private static void add(float[] values, int from, float[] weights, int weight, float[] sums, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            sums[to + c] = Math.fma(values[from + c], weights[weight + c], sums[to + c]);
        }
    }
}
