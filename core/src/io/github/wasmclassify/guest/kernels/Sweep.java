package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Depthwise convolutions with a 3x3 kernel, stride 1 or 2 and at most one row and column of padding at each side: the
 * common ones.
 *
 * <p>For one vector of channels the nine weights stay in registers while a row is swept from left to right; each column
 * of three values is read once and goes into the sums of all the pixels that it belongs to. A row above or below the
 * picture is stood in for by one inside, with weights of zero.
 */
final class Sweep {
    private final byte[] memory;
    private final Geometry g;
    private final float[] weights;
    private final float[] bias;
    private final int input;
    private final int output;
    private final int channels;
    /** Bytes of a pixel. */
    private final int pixel;
    /** Bytes from a row's first pixel to its last. */
    private final int last;

    private final boolean paddedLeft;
    private final boolean paddedRight;
    /** Pixels of a row of the output whose last column lies in the picture. */
    private final int whole;

    private final Limits limits;

    Sweep(byte[] memory, Geometry g, PackedFilter filter, int input, int output) {
        this.memory = memory;
        this.g = g;
        this.weights = filter.weights();
        this.bias = filter.bias();
        this.input = input;
        this.output = output;
        this.channels = g.outputChannels();
        this.pixel = channels * Float.BYTES;
        last = (g.inputWidth() - 1) * pixel;
        paddedLeft = g.padLeft() > 0;
        paddedRight = g.reachWidth() - g.padLeft() > g.inputWidth();
        whole = paddedRight ? g.outputWidth() - 1 : g.outputWidth();
        limits = g.limits();
    }

    static boolean suits(Geometry g) {
        return g.kernelHeight() == 3
                && g.kernelWidth() == 3
                && g.dilationHeight() == 1
                && g.dilationWidth() == 1
                && g.strideWidth() <= 2
                && g.padTop() <= 1
                && g.padLeft() <= 1
                && g.reachHeight() - g.padTop() <= g.inputHeight() + 1
                && g.reachWidth() - g.padLeft() <= g.inputWidth() + 1
                && g.inputHeight() >= 2
                && g.inputWidth() >= 2;
    }

    /** A row of the output. */
    void row(int y) {
        int line = g.inputWidth() * pixel;
        int top = y * g.strideHeight() - g.padTop();
        boolean above = top < 0;
        boolean below = top + 2 >= g.inputHeight();
        int zeros = 9 * channels;
        int row0 = input + (above ? top + 1 : top) * line;
        int row1 = input + (top + 1) * line;
        int row2 = input + (below ? top + 1 : top + 2) * line;
        int weights0 = above ? zeros : 0;
        int weights2 = below ? zeros : 6 * channels;
        int to = output + y * g.outputWidth() * pixel;
        for (int channel = 0; channel < channels; channel += COUNT) {
            int first = Math.min(channel, channels - COUNT);
            int at = first * Float.BYTES;
            if (g.strideWidth() == 1) {
                stride1(row0 + at, row1 + at, row2 + at, weights0 + first, weights2 + first, first, to + at);
            } else {
                stride2(row0 + at, row1 + at, row2 + at, weights0 + first, weights2 + first, first, to + at);
            }
        }
    }

    // The loops call nothing but the Vector API: beyond a certain size of a method, HotSpot inlines no other calls, and
    // a vector that is
    // passed to a call becomes an object.

    /**
     * @param row0 address of the first column's value in the upper row of the windows; likewise the others
     * @param weights0 index of the first weight for the upper row; for the lower one {@code weights2}
     * @param to address of the first pixel's result
     */
    private void stride1(int row0, int row1, int row2, int weights0, int weights2, int channel, int to) {
        FloatVector w00 = FloatVector.fromArray(FLOATS, weights, weights0);
        FloatVector w01 = FloatVector.fromArray(FLOATS, weights, weights0 + channels);
        FloatVector w02 = FloatVector.fromArray(FLOATS, weights, weights0 + 2 * channels);
        FloatVector w10 = FloatVector.fromArray(FLOATS, weights, channel + 3 * channels);
        FloatVector w11 = FloatVector.fromArray(FLOATS, weights, channel + 4 * channels);
        FloatVector w12 = FloatVector.fromArray(FLOATS, weights, channel + 5 * channels);
        FloatVector w20 = FloatVector.fromArray(FLOATS, weights, weights2);
        FloatVector w21 = FloatVector.fromArray(FLOATS, weights, weights2 + channels);
        FloatVector w22 = FloatVector.fromArray(FLOATS, weights, weights2 + 2 * channels);
        FloatVector b = FloatVector.fromArray(FLOATS, bias, channel);
        FloatVector x0 = ByteVector.fromArray(BYTES, memory, row0).reinterpretAsFloats();
        FloatVector x1 = ByteVector.fromArray(BYTES, memory, row1).reinterpretAsFloats();
        FloatVector x2 = ByteVector.fromArray(BYTES, memory, row2).reinterpretAsFloats();
        float low = limits.low();
        float high = limits.high();
        // The sums of the pixel whose last column comes next, and of the one after it. A column of padding on the left
        // adds nothing.
        FloatVector sum = b;
        int at = 0;
        if (!paddedLeft) {
            sum = x0.fma(w00, x1.fma(w10, x2.fma(w20, b)));
            at = pixel;
            x0 = ByteVector.fromArray(BYTES, memory, row0 + at).reinterpretAsFloats();
            x1 = ByteVector.fromArray(BYTES, memory, row1 + at).reinterpretAsFloats();
            x2 = ByteVector.fromArray(BYTES, memory, row2 + at).reinterpretAsFloats();
        }
        sum = x0.fma(w01, x1.fma(w11, x2.fma(w21, sum)));
        FloatVector next = x0.fma(w00, x1.fma(w10, x2.fma(w20, b)));
        for (int i = 0; i < whole; i++) {
            at += pixel;
            x0 = ByteVector.fromArray(BYTES, memory, row0 + at).reinterpretAsFloats();
            x1 = ByteVector.fromArray(BYTES, memory, row1 + at).reinterpretAsFloats();
            x2 = ByteVector.fromArray(BYTES, memory, row2 + at).reinterpretAsFloats();
            FloatVector result = x0.fma(w02, x1.fma(w12, x2.fma(w22, sum)));
            result.blend(low, result.compare(LT, low))
                    .blend(high, result.compare(GT, high))
                    .reinterpretAsBytes()
                    .intoArray(memory, to);
            to += pixel;
            sum = x0.fma(w01, x1.fma(w11, x2.fma(w21, next)));
            next = x0.fma(w00, x1.fma(w10, x2.fma(w20, b)));
        }
        if (paddedRight) {
            sum.blend(low, sum.compare(LT, low))
                    .blend(high, sum.compare(GT, high))
                    .reinterpretAsBytes()
                    .intoArray(memory, to);
        }
    }

    /** As {@link #stride1}, where two columns are new to every pixel. */
    private void stride2(int row0, int row1, int row2, int weights0, int weights2, int channel, int to) {
        FloatVector w00 = FloatVector.fromArray(FLOATS, weights, weights0);
        FloatVector w01 = FloatVector.fromArray(FLOATS, weights, weights0 + channels);
        FloatVector w02 = FloatVector.fromArray(FLOATS, weights, weights0 + 2 * channels);
        FloatVector w10 = FloatVector.fromArray(FLOATS, weights, channel + 3 * channels);
        FloatVector w11 = FloatVector.fromArray(FLOATS, weights, channel + 4 * channels);
        FloatVector w12 = FloatVector.fromArray(FLOATS, weights, channel + 5 * channels);
        FloatVector w20 = FloatVector.fromArray(FLOATS, weights, weights2);
        FloatVector w21 = FloatVector.fromArray(FLOATS, weights, weights2 + channels);
        FloatVector w22 = FloatVector.fromArray(FLOATS, weights, weights2 + 2 * channels);
        FloatVector b = FloatVector.fromArray(FLOATS, bias, channel);
        FloatVector x0 = ByteVector.fromArray(BYTES, memory, row0).reinterpretAsFloats();
        FloatVector x1 = ByteVector.fromArray(BYTES, memory, row1).reinterpretAsFloats();
        FloatVector x2 = ByteVector.fromArray(BYTES, memory, row2).reinterpretAsFloats();
        float low = limits.low();
        float high = limits.high();
        FloatVector sum = b;
        int at = 0;
        if (!paddedLeft) {
            sum = x0.fma(w00, x1.fma(w10, x2.fma(w20, b)));
            at = pixel;
            x0 = ByteVector.fromArray(BYTES, memory, row0 + at).reinterpretAsFloats();
            x1 = ByteVector.fromArray(BYTES, memory, row1 + at).reinterpretAsFloats();
            x2 = ByteVector.fromArray(BYTES, memory, row2 + at).reinterpretAsFloats();
        }
        for (int i = 0; i < whole; i++) {
            sum = x0.fma(w01, x1.fma(w11, x2.fma(w21, sum)));
            at += pixel;
            x0 = ByteVector.fromArray(BYTES, memory, row0 + at).reinterpretAsFloats();
            x1 = ByteVector.fromArray(BYTES, memory, row1 + at).reinterpretAsFloats();
            x2 = ByteVector.fromArray(BYTES, memory, row2 + at).reinterpretAsFloats();
            FloatVector result = x0.fma(w02, x1.fma(w12, x2.fma(w22, sum)));
            result.blend(low, result.compare(LT, low))
                    .blend(high, result.compare(GT, high))
                    .reinterpretAsBytes()
                    .intoArray(memory, to);
            to += pixel;
            sum = x0.fma(w00, x1.fma(w10, x2.fma(w20, b)));
            at = Math.min(at + pixel, last);
            x0 = ByteVector.fromArray(BYTES, memory, row0 + at).reinterpretAsFloats();
            x1 = ByteVector.fromArray(BYTES, memory, row1 + at).reinterpretAsFloats();
            x2 = ByteVector.fromArray(BYTES, memory, row2 + at).reinterpretAsFloats();
        }
        if (paddedRight) {
            sum = x0.fma(w01, x1.fma(w11, x2.fma(w21, sum)));
            sum.blend(low, sum.compare(LT, low))
                    .blend(high, sum.compare(GT, high))
                    .reinterpretAsBytes()
                    .intoArray(memory, to);
        }
    }
}
