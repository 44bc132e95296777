package io.github.wasmclassify.guest.kernels;

import java.util.function.IntConsumer;

/**
 * Convolutions where each channel has a kernel of its own. The channels of a pixel lie together, so a vector holds
 * neighbouring channels; the last vector of a pixel ends at its last channel, even where it then overlaps with the one
 * before.
 */
final class Depthwise {
    /** Multiplications of a matrix product that take as long as one here. */
    private static final long COST = 3;

    private final Workers workers;
    private final Padding padding = new Padding();

    Depthwise(Workers workers) {
        this.workers = workers;
    }

    void run(byte[] memory, Geometry g, PackedFilter filter, int input, int output) {
        long work = COST * g.outputLength() * filter.depth();
        int threads = workers.threadsFor(work);
        if (g.outputChannels() < Lanes.COUNT) {
            narrow(memory, g, filter, input, output);
            filter.finish().apply(memory, output, g.outputLength());
            return;
        }
        IntConsumer row = rows(memory, g, filter, input, output);
        int length = g.outputWidth() * g.outputChannels();
        workers.forEach(threads, g.outputHeight(), y -> {
            row.accept(y);
            filter.finish().apply(memory, output + y * length * Float.BYTES, length);
        });
    }

    /** What computes a row of the output. */
    private IntConsumer rows(byte[] memory, Geometry g, PackedFilter filter, int input, int output) {
        if (Sweep.suits(g)) {
            return new Sweep(memory, g, filter, input, output)::row;
        }
        Padding.Picture picture = padding.picture(g, memory, input);
        return WideSweep.suits(g)
                ? new WideSweep(picture, memory, g, filter, output)::row
                : new TapWalk(picture, memory, g, filter, output)::row;
    }

    /** Fewer channels than a vector has lanes: one by one. */
    private void narrow(byte[] memory, Geometry g, PackedFilter filter, int input, int output) {
        Padding.Picture picture = padding.picture(g, memory, input);
        int channels = g.outputChannels();
        for (int y = 0; y < g.outputHeight(); y++) {
            for (int x = 0; x < g.outputWidth(); x++) {
                int window = picture.start()
                        + y * g.strideHeight() * picture.stride()
                        + x * g.strideWidth() * channels * Float.BYTES;
                for (int channel = 0; channel < channels; channel++) {
                    float sum = narrowSum(picture, g, filter, window + channel * Float.BYTES, channel);
                    int at = output + ((y * g.outputWidth() + x) * channels + channel) * Float.BYTES;
                    Bytes.setF32(memory, at, g.limits().apply(sum));
                }
            }
        }
    }

    private static float narrowSum(Padding.Picture picture, Geometry g, PackedFilter filter, int window, int channel) {
        float sum = filter.bias()[channel];
        for (int y = 0; y < g.kernelHeight(); y++) {
            for (int x = 0; x < g.kernelWidth(); x++) {
                int at = y * g.dilationHeight() * picture.stride()
                        + x * g.dilationWidth() * g.inputChannels() * Float.BYTES;
                float weight = filter.weights()[(y * g.kernelWidth() + x) * g.inputChannels() + channel];
                sum += Bytes.f32(picture.bytes(), window + at) * weight;
            }
        }
        return sum;
    }
}
