package wasmclassify.guest.kernels;

/**
 * Where the windows of a convolution and their values lie, in bytes from the first value of the picture, padded or not.
 *
 * @param starts of each window, in the order of the output
 * @param offsets of the values of a window of one group, in the order [height, width, channels]
 */
record Windows(int[] starts, int[] offsets) {
    static Windows of(Geometry g) {
        int pixel = g.inputChannels() * Float.BYTES;
        int row = Padding.width(g) * pixel;
        return new Windows(starts(g, row, pixel), offsets(g, row, pixel));
    }

    private static int[] starts(Geometry g, int row, int pixel) {
        int[] starts = new int[g.outputHeight() * g.outputWidth()];
        for (int y = 0, next = 0; y < g.outputHeight(); y++) {
            for (int x = 0; x < g.outputWidth(); x++) {
                starts[next++] = y * g.strideHeight() * row + x * g.strideWidth() * pixel;
            }
        }
        return starts;
    }

    private static int[] offsets(Geometry g, int row, int pixel) {
        int channels = g.inputChannels() / g.groups();
        int[] offsets = new int[g.kernelHeight() * g.kernelWidth() * channels];
        for (int i = 0; i < offsets.length; i++) {
            int tap = i / channels;
            int y = tap / g.kernelWidth() * g.dilationHeight();
            int x = tap % g.kernelWidth() * g.dilationWidth();
            offsets[i] = y * row + x * pixel + i % channels * Float.BYTES;
        }
        return offsets;
    }
}
