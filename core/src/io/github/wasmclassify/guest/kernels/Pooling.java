package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Maximum and average over windows, channel by channel. What lies outside of the picture takes no part. */
final class Pooling {
    private final Workers workers;

    Pooling(Workers workers) {
        this.workers = workers;
    }

    void run(byte[] memory, int kind, Geometry g, int input, int output) {
        Operations.requirePool(kind, g);
        int most = Math.min(g.kernelHeight(), g.inputHeight()) * Math.min(g.kernelWidth(), g.inputWidth());
        int threads = workers.threadsFor((long) g.outputLength() * most);
        workers.forEach(threads, g.outputHeight(), y -> {
            int[] taps = new int[most];
            for (int x = 0; x < g.outputWidth(); x++) {
                int count = inside(g, y, x, input, taps);
                pixel(
                        memory,
                        kind,
                        g,
                        taps,
                        count,
                        output + (y * g.outputWidth() + x) * g.outputChannels() * Float.BYTES);
            }
        });
    }

    /**
     * Puts the addresses of a window's pixels that lie inside the picture to {@code taps}, and returns how many there
     * are.
     */
    private static int inside(Geometry g, int y, int x, int input, int[] taps) {
        int count = 0;
        int top = y * g.strideHeight() - g.padTop();
        int left = x * g.strideWidth() - g.padLeft();
        int firstRow = firstInside(top, g.dilationHeight());
        int firstColumn = firstInside(left, g.dilationWidth());
        int bottom = Math.min(g.inputHeight(), top + g.kernelHeight() * g.dilationHeight());
        int right = Math.min(g.inputWidth(), left + g.kernelWidth() * g.dilationWidth());
        for (int row = firstRow; row < bottom; row += g.dilationHeight()) {
            for (int column = firstColumn; column < right; column += g.dilationWidth()) {
                taps[count++] = input + (row * g.inputWidth() + column) * g.inputChannels() * Float.BYTES;
            }
        }
        return count;
    }

    /** The first of {@code start}, {@code start + step} ... that is not negative. */
    private static int firstInside(int start, int step) {
        return start >= 0 ? start : (step - -start % step) % step;
    }

    private static void pixel(byte[] memory, int kind, Geometry g, int[] taps, int count, int to) {
        int channels = g.inputChannels();
        int divisor = Operations.divisor(kind, count, g);
        float factor = 1f / divisor;
        float start = count > 0 ? Float.NEGATIVE_INFINITY : 0;
        int vectorised = channels < COUNT ? 0 : channels;
        for (int channel = 0; channel < vectorised; channel += COUNT) {
            int at = Math.min(channel, channels - COUNT) * Float.BYTES;
            if (kind == Operations.POOL_MAXIMUM) {
                maximum(memory, taps, count, at, start, to);
            } else {
                average(memory, taps, count, at, factor, to);
            }
        }
        for (int channel = vectorised; channel < channels; channel++) {
            int at = channel * Float.BYTES;
            float result = kind == Operations.POOL_MAXIMUM
                    ? maximum(memory, taps, count, at, start)
                    : sum(memory, taps, count, at) * factor;
            Bytes.setF32(memory, to + at, result);
        }
    }

    private static void maximum(byte[] memory, int[] taps, int count, int at, float start, int to) {
        FloatVector best = FloatVector.broadcast(FLOATS, start);
        for (int i = 0; i < count; i++) {
            // the vectors' own maximum heeds negative zeros, which takes several instructions
            FloatVector x = ByteVector.fromArray(BYTES, memory, taps[i] + at).reinterpretAsFloats();
            best = best.blend(x, x.compare(VectorOperators.GT, best));
        }
        best.reinterpretAsBytes().intoArray(memory, to + at);
    }

    private static void average(byte[] memory, int[] taps, int count, int at, float factor, int to) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i++) {
            sum = sum.add(ByteVector.fromArray(BYTES, memory, taps[i] + at).reinterpretAsFloats());
        }
        sum.mul(factor).reinterpretAsBytes().intoArray(memory, to + at);
    }

    private static float maximum(byte[] memory, int[] taps, int count, int at, float start) {
        float best = start;
        for (int i = 0; i < count; i++) {
            best = Math.max(best, Bytes.f32(memory, taps[i] + at));
        }
        return best;
    }

    private static float sum(byte[] memory, int[] taps, int count, int at) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Bytes.f32(memory, taps[i] + at);
        }
        return sum;
    }
}
