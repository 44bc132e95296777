package wasmclassify.guest.kernels;

/** Convolutions of any geometry as matrix products whose rows are the windows, where they lie in the picture. */
final class Convolution {
    private final Workers workers;
    private final Padding padding = new Padding();

    Convolution(Workers workers) {
        this.workers = workers;
    }

    void run(byte[] memory, Geometry g, PackedFilter filter, int input, int residual, int output) {
        Padding.Picture picture = padding.picture(g, memory, input);
        int pixel = g.inputChannels() * Float.BYTES;
        Windows windows = windows(g, picture, pixel);
        var layout = new PanelLayout(filter.groups(), filter.depth(), filter.columns());
        int outputStride = g.outputChannels() * Float.BYTES;
        Limits limits = g.limits();
        var product = new Product(picture.bytes(), windows.tileStride(windows.stride()), offsets(g, picture.stride(), pixel),
                0, filter.weights(), filter.bias(), memory, windows.tileStride(outputStride),
                residual != 0, memory, residual - output, limits.lowBits(), limits.highBits());
        new ProductRun(product, layout, windows, g.inputChannels() / g.groups() * Float.BYTES, output, outputStride, limits).run(workers);
        limits.finish(memory, output, g.outputLength());
    }

    /** A 1x1 convolution of every pixel is one line of windows, others have a line for each row of the output. */
    private static Windows windows(Geometry g, Padding.Picture picture, int pixel) {
        int stride = g.strideWidth() * pixel;
        boolean everyPixel = g.kernelHeight() == 1 && g.kernelWidth() == 1 && g.strideHeight() == 1 && g.strideWidth() == 1
                && g.outputWidth() * pixel == picture.stride();
        return everyPixel ? new Windows(picture.start(), 1, g.outputHeight() * g.outputWidth(), 0, stride)
                : new Windows(picture.start(), g.outputHeight(), g.outputWidth(), g.strideHeight() * picture.stride(), stride);
    }

    /** Where the values of a window lie, in bytes from its start, in the order of the weights. */
    private static int[] offsets(Geometry g, int rowStride, int pixel) {
        int channels = g.inputChannels() / g.groups();
        int[] offsets = new int[g.kernelHeight() * g.kernelWidth() * channels];
        int next = 0;
        for (int y = 0; y < g.kernelHeight(); y++) {
            for (int x = 0; x < g.kernelWidth(); x++) {
                int start = y * g.dilationHeight() * rowStride + x * g.dilationWidth() * pixel;
                for (int channel = 0; channel < channels; channel++) {
                    offsets[next++] = start + channel * Float.BYTES;
                }
            }
        }
        return offsets;
    }
}
