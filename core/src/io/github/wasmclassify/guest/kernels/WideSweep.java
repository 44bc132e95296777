package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Depthwise convolutions with kernels of five columns, and of seven without a stride.
 *
 * <p>For one vector of channels, a row of the output is swept once for each row of the kernel: that row's weights stay
 * in registers, and so do the values of the window, of which only the columns that are new to it are read. The sums
 * wait in the output, which stays in the first-level cache.
 */
final class WideSweep {
    private final byte[] input;
    private final byte[] output;
    private final Geometry g;
    private final float[] weights;
    private final float[] bias;
    private final Padding.Picture picture;
    private final int start;
    private final int channels;
    /** Bytes of a pixel. */
    private final int pixel;

    private final int width;

    WideSweep(Padding.Picture picture, byte[] memory, Geometry g, PackedFilter filter, int output) {
        this.input = picture.bytes();
        this.output = memory;
        this.g = g;
        this.weights = filter.weights();
        this.bias = filter.bias();
        this.picture = picture;
        this.start = output;
        channels = g.outputChannels();
        pixel = channels * Float.BYTES;
        width = g.outputWidth();
    }

    static boolean suits(Geometry g) {
        return g.dilationWidth() == 1
                && (g.kernelWidth() == 5 && g.strideWidth() <= 2 || g.kernelWidth() == 7 && g.strideWidth() == 1);
    }

    /** A row of the output. */
    void row(int y) {
        int from = picture.start() + y * g.strideHeight() * picture.stride();
        int to = start + y * width * pixel;
        for (int channel = 0; channel < channels; channel += COUNT) {
            int first = Math.min(channel, channels - COUNT);
            int at = first * Float.BYTES;
            begin(to + at, first);
            for (int row = 0; row < g.kernelHeight(); row++) {
                int line = from + at + row * g.dilationHeight() * picture.stride();
                int weight = row * g.kernelWidth() * channels + first;
                if (g.kernelWidth() == 7) {
                    seven(line, weight, to + at);
                } else if (g.strideWidth() == 1) {
                    five(line, weight, to + at);
                } else {
                    fiveOfTwo(line, weight, to + at);
                }
            }
            limit(to + at);
        }
    }

    // The loops call nothing but the Vector API: see Lanes.

    private void begin(int to, int channel) {
        FloatVector b = FloatVector.fromArray(FLOATS, bias, channel);
        for (int i = 0; i < width; i++) {
            b.reinterpretAsBytes().intoArray(output, to);
            to += pixel;
        }
    }

    private void limit(int to) {
        float low = g.limits().low();
        float high = g.limits().high();
        for (int i = 0; i < width; i++) {
            FloatVector sum = ByteVector.fromArray(BYTES, output, to).reinterpretAsFloats();
            sum.blend(low, sum.compare(LT, low))
                    .blend(high, sum.compare(GT, high))
                    .reinterpretAsBytes()
                    .intoArray(output, to);
            to += pixel;
        }
    }

    /**
     * Adds what a row of five weights gives.
     *
     * @param from address of the first window's first value
     * @param weight index of the first weight
     * @param to address of the first pixel's sum
     */
    private void five(int from, int weight, int to) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, weights, weight);
        FloatVector w1 = FloatVector.fromArray(FLOATS, weights, weight + channels);
        FloatVector w2 = FloatVector.fromArray(FLOATS, weights, weight + 2 * channels);
        FloatVector w3 = FloatVector.fromArray(FLOATS, weights, weight + 3 * channels);
        FloatVector w4 = FloatVector.fromArray(FLOATS, weights, weight + 4 * channels);
        FloatVector x0 = ByteVector.fromArray(BYTES, input, from).reinterpretAsFloats();
        FloatVector x1 = ByteVector.fromArray(BYTES, input, from + pixel).reinterpretAsFloats();
        FloatVector x2 = ByteVector.fromArray(BYTES, input, from + 2 * pixel).reinterpretAsFloats();
        FloatVector x3 = ByteVector.fromArray(BYTES, input, from + 3 * pixel).reinterpretAsFloats();
        int at = from + 4 * pixel;
        for (int i = 0; i < width; i++) {
            FloatVector x4 = ByteVector.fromArray(BYTES, input, at).reinterpretAsFloats();
            FloatVector sum = ByteVector.fromArray(BYTES, output, to).reinterpretAsFloats();
            x4.fma(w4, x3.fma(w3, x2.fma(w2, x1.fma(w1, x0.fma(w0, sum)))))
                    .reinterpretAsBytes()
                    .intoArray(output, to);
            x0 = x1;
            x1 = x2;
            x2 = x3;
            x3 = x4;
            at += pixel;
            to += pixel;
        }
    }

    /** As {@link #five}, with a stride of two. */
    private void fiveOfTwo(int from, int weight, int to) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, weights, weight);
        FloatVector w1 = FloatVector.fromArray(FLOATS, weights, weight + channels);
        FloatVector w2 = FloatVector.fromArray(FLOATS, weights, weight + 2 * channels);
        FloatVector w3 = FloatVector.fromArray(FLOATS, weights, weight + 3 * channels);
        FloatVector w4 = FloatVector.fromArray(FLOATS, weights, weight + 4 * channels);
        FloatVector x0 = ByteVector.fromArray(BYTES, input, from).reinterpretAsFloats();
        FloatVector x1 = ByteVector.fromArray(BYTES, input, from + pixel).reinterpretAsFloats();
        FloatVector x2 = ByteVector.fromArray(BYTES, input, from + 2 * pixel).reinterpretAsFloats();
        int at = from + 3 * pixel;
        for (int i = 0; i < width; i++) {
            FloatVector x3 = ByteVector.fromArray(BYTES, input, at).reinterpretAsFloats();
            FloatVector x4 = ByteVector.fromArray(BYTES, input, at + pixel).reinterpretAsFloats();
            FloatVector sum = ByteVector.fromArray(BYTES, output, to).reinterpretAsFloats();
            x4.fma(w4, x3.fma(w3, x2.fma(w2, x1.fma(w1, x0.fma(w0, sum)))))
                    .reinterpretAsBytes()
                    .intoArray(output, to);
            x0 = x2;
            x1 = x3;
            x2 = x4;
            at += 2 * pixel;
            to += pixel;
        }
    }

    /** As {@link #five}, with seven weights. */
    private void seven(int from, int weight, int to) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, weights, weight);
        FloatVector w1 = FloatVector.fromArray(FLOATS, weights, weight + channels);
        FloatVector w2 = FloatVector.fromArray(FLOATS, weights, weight + 2 * channels);
        FloatVector w3 = FloatVector.fromArray(FLOATS, weights, weight + 3 * channels);
        FloatVector w4 = FloatVector.fromArray(FLOATS, weights, weight + 4 * channels);
        FloatVector w5 = FloatVector.fromArray(FLOATS, weights, weight + 5 * channels);
        FloatVector w6 = FloatVector.fromArray(FLOATS, weights, weight + 6 * channels);
        FloatVector x0 = ByteVector.fromArray(BYTES, input, from).reinterpretAsFloats();
        FloatVector x1 = ByteVector.fromArray(BYTES, input, from + pixel).reinterpretAsFloats();
        FloatVector x2 = ByteVector.fromArray(BYTES, input, from + 2 * pixel).reinterpretAsFloats();
        FloatVector x3 = ByteVector.fromArray(BYTES, input, from + 3 * pixel).reinterpretAsFloats();
        FloatVector x4 = ByteVector.fromArray(BYTES, input, from + 4 * pixel).reinterpretAsFloats();
        FloatVector x5 = ByteVector.fromArray(BYTES, input, from + 5 * pixel).reinterpretAsFloats();
        int at = from + 6 * pixel;
        for (int i = 0; i < width; i++) {
            FloatVector x6 = ByteVector.fromArray(BYTES, input, at).reinterpretAsFloats();
            FloatVector sum = ByteVector.fromArray(BYTES, output, to).reinterpretAsFloats();
            x6.fma(w6, x5.fma(w5, x4.fma(w4, x3.fma(w3, x2.fma(w2, x1.fma(w1, x0.fma(w0, sum)))))))
                    .reinterpretAsBytes()
                    .intoArray(output, to);
            x0 = x1;
            x1 = x2;
            x2 = x3;
            x3 = x4;
            x4 = x5;
            x5 = x6;
            at += pixel;
            to += pixel;
        }
    }
}
