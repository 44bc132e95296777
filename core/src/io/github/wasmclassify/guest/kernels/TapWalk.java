package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Depthwise convolutions of any kernel size, stride and dilation: the taps one after the other, for four pixels at a
 * time.
 */
final class TapWalk {
    private static final int PIXELS = 4;

    private final byte[] input;
    private final byte[] output;
    private final float[] weights;
    private final float[] bias;
    private final int channels;
    private final int[] taps;
    private final Geometry g;
    private final Padding.Picture picture;
    private final int start;

    TapWalk(Padding.Picture picture, byte[] memory, Geometry g, PackedFilter filter, int output) {
        this.input = picture.bytes();
        this.output = memory;
        this.weights = filter.weights();
        this.bias = filter.bias();
        this.channels = g.outputChannels();
        this.g = g;
        this.picture = picture;
        this.start = output;
        taps = new int[filter.depth()];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = i / g.kernelWidth() * g.dilationHeight() * picture.stride()
                    + i % g.kernelWidth() * g.dilationWidth() * channels * Float.BYTES;
        }
    }

    /** A row of the output; its last pixels may be computed twice. */
    void row(int y) {
        int pixel = channels * Float.BYTES;
        int step = g.strideWidth() * pixel;
        int from = picture.start() + y * g.strideHeight() * picture.stride();
        int to = start + y * g.outputWidth() * pixel;
        if (g.outputWidth() < PIXELS) {
            for (int x = 0; x < g.outputWidth(); x++) {
                pixels(from + x * step, 0, to + x * pixel, 0);
            }
            return;
        }
        for (int x = 0; x < g.outputWidth(); x += PIXELS) {
            int first = Math.min(x, g.outputWidth() - PIXELS);
            pixels(from + first * step, step, to + first * pixel, pixel);
        }
    }

    private void pixels(int from, int step, int to, int pixel) {
        for (int channel = 0; channel < channels; channel += COUNT) {
            int first = Math.min(channel, channels - COUNT);
            four(from + first * Float.BYTES, step, to + first * Float.BYTES, pixel, first);
        }
    }

    /** Four pixels of one vector of channels, {@code step} bytes apart in the input and {@code pixel} in the output. */
    private void four(int from, int step, int to, int pixel, int channel) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, bias, channel);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int weight = channel;
        for (int tap : taps) {
            FloatVector w = FloatVector.fromArray(FLOATS, weights, weight);
            int at = from + tap;
            s0 = ByteVector.fromArray(BYTES, input, at).reinterpretAsFloats().fma(w, s0);
            s1 = ByteVector.fromArray(BYTES, input, at + step)
                    .reinterpretAsFloats()
                    .fma(w, s1);
            s2 = ByteVector.fromArray(BYTES, input, at + 2 * step)
                    .reinterpretAsFloats()
                    .fma(w, s2);
            s3 = ByteVector.fromArray(BYTES, input, at + 3 * step)
                    .reinterpretAsFloats()
                    .fma(w, s3);
            weight += channels;
        }
        float low = g.limits().low();
        float high = g.limits().high();
        s0.blend(low, s0.compare(LT, low))
                .blend(high, s0.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, to);
        s1.blend(low, s1.compare(LT, low))
                .blend(high, s1.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, to + pixel);
        s2.blend(low, s2.compare(LT, low))
                .blend(high, s2.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, to + 2 * pixel);
        s3.blend(low, s3.compare(LT, low))
                .blend(high, s3.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, to + 3 * pixel);
    }
}
