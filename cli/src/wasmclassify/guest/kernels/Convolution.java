package wasmclassify.guest.kernels;

import java.util.HashMap;
import java.util.Map;

/** Convolutions of any geometry and number of groups, as matrix products. */
final class Convolution {
    /** A model has far fewer; a guest that has more is not worth the memory. */
    private static final int MOST_GEOMETRIES = 1 << 10;

    private final Workers workers;
    private final Padding padding = new Padding();
    private final Map<Geometry, Windows> windows = new HashMap<>();

    Convolution(Workers workers) {
        this.workers = workers;
    }

    void run(byte[] memory, Geometry g, PackedFilter filter, int input, int residual, int output) {
        Padding.Picture picture = padding.picture(g, memory, input);
        Limits limits = residual == 0 ? g.limits() : Limits.NONE;
        var product = new Product(picture.bytes(), windows(g).starts(), windows(g).offsets(), filter.weights(), filter.bias(), memory,
                g.outputChannels() * Float.BYTES, limits.lowBits(), limits.highBits());
        var layout = new PanelLayout(filter.groups(), filter.depth(), filter.columns());
        int groupStride = g.inputChannels() / g.groups() * Float.BYTES;
        new ProductRun(product, layout, picture.start(), groupStride, output, residual, g.limits()).run(workers);
        g.limits().finish(memory, output, g.outputLength());
    }

    private Windows windows(Geometry g) {
        if (windows.size() >= MOST_GEOMETRIES) {
            windows.clear();
        }
        return windows.computeIfAbsent(g, Windows::of);
    }
}
