package io.github.wasmclassify.guest.kernels;

import java.util.Optional;

/** Convolutions of any geometry and number of groups, as matrix products. */
final class Convolution {
    private final Workers workers;
    private final Padding padding = new Padding();
    private final Scratch<byte[]> scratch = Scratch.ofBytes();

    Convolution(Workers workers) {
        this.workers = workers;
    }

    void run(byte[] memory, Geometry g, PackedFilter filter, int input, int residual, int output) {
        Optional<WindowRows> windows =
                isPointwise(g) ? Optional.empty() : Optional.of(new WindowRows(g, padding.picture(g, memory, input)));
        Limits limits = residual == 0 ? g.limits() : Limits.NONE;
        var product = new Product(
                memory,
                filter.depth() * Float.BYTES,
                filter.depth(),
                filter.weights(),
                filter.bias(),
                memory,
                g.outputChannels() * Float.BYTES,
                limits.low(),
                limits.high());
        var layout = new PanelLayout(filter.groups(), filter.depth(), filter.columns());
        int rows = g.outputHeight() * g.outputWidth();
        new ProductRun(product, layout, rows, windows, scratch, input, output, residual, g.limits(), filter.finish())
                .run(workers);
    }

    /**
     * Whether the windows lie in the picture as rows of a matrix already: each is one pixel, and they are all of the
     * pixels.
     */
    private static boolean isPointwise(Geometry g) {
        return g.kernelHeight() == 1
                && g.kernelWidth() == 1
                && g.strideHeight() == 1
                && g.strideWidth() == 1
                && g.groups() == 1
                && g.isUnpadded()
                && g.outputWidth() == g.inputWidth();
    }
}
