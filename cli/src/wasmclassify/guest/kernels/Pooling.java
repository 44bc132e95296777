package wasmclassify.guest.kernels;

import static wasmclassify.guest.kernels.Lanes.COUNT;
import static wasmclassify.guest.kernels.Lanes.FLOATS;
import static wasmclassify.guest.kernels.Lanes.load;
import static wasmclassify.guest.kernels.Lanes.store;

import jdk.incubator.vector.FloatVector;

/** Maximum and average over windows, channel by channel. What lies outside of the picture takes no part. */
final class Pooling {
    private static final int MAXIMUM = 0;
    private static final int AVERAGE = 1;
    private static final int AVERAGE_WITH_PADDING = 2;

    private final Workers workers;

    Pooling(Workers workers) {
        this.workers = workers;
    }

    void run(byte[] memory, int kind, Geometry g, int input, int output) {
        if (kind < MAXIMUM || kind > AVERAGE_WITH_PADDING || g.inputChannels() != g.outputChannels()) {
            throw Bytes.trap("a pooling of kind " + kind + " from " + g.inputChannels() + " to " + g.outputChannels() + " channels");
        }
        int taps = g.kernelHeight() * g.kernelWidth();
        int threads = workers.threadsFor((long) g.outputLength() * taps);
        workers.forEach(threads, g.outputHeight(), y -> {
            Taps rows = Taps.inside(y, g.strideHeight(), g.padTop(), g.dilationHeight(), g.kernelHeight(), g.inputHeight());
            for (int x = 0; x < g.outputWidth(); x++) {
                Taps columns = Taps.inside(x, g.strideWidth(), g.padLeft(), g.dilationWidth(), g.kernelWidth(), g.inputWidth());
                int to = output + (y * g.outputWidth() + x) * g.outputChannels() * Float.BYTES;
                pixel(memory, kind, g, rows, columns, input, to);
            }
        });
        g.limits().finish(memory, output, g.outputLength());
    }

    private static void pixel(byte[] memory, int kind, Geometry g, Taps rows, Taps columns, int input, int to) {
        int channels = g.inputChannels();
        int inside = rows.count() * columns.count();
        float start = kind == MAXIMUM && inside > 0 ? Float.NEGATIVE_INFINITY : 0;
        int divisor = kind == AVERAGE ? Math.max(1, inside) : g.kernelHeight() * g.kernelWidth();
        float factor = kind == MAXIMUM ? 1 : 1f / divisor;
        int pixel = channels * Float.BYTES;
        int line = g.inputWidth() * pixel;
        int from = input + rows.first() * line + columns.first() * pixel;
        int down = rows.step() * line;
        int right = columns.step() * pixel;
        int vectorised = channels < COUNT ? 0 : channels;
        for (int channel = 0; channel < vectorised; channel += COUNT) {
            int at = Math.min(channel, channels - COUNT) * Float.BYTES;
            if (kind == MAXIMUM) {
                maximum(memory, from + at, down, rows.count(), right, columns.count(), start, to + at);
            } else {
                average(memory, from + at, down, rows.count(), right, columns.count(), factor, to + at);
            }
        }
        for (int channel = vectorised; channel < channels; channel++) {
            int at = channel * Float.BYTES;
            scalar(memory, kind, from + at, down, rows.count(), right, columns.count(), start, factor, to + at);
        }
    }

    private static void maximum(byte[] memory, int from, int down, int rows, int right, int columns, float start, int to) {
        FloatVector best = FloatVector.broadcast(FLOATS, start);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                best = best.max(load(memory, from + y * down + x * right));
            }
        }
        store(best, memory, to);
    }

    private static void average(byte[] memory, int from, int down, int rows, int right, int columns, float factor, int to) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                sum = sum.add(load(memory, from + y * down + x * right));
            }
        }
        store(sum.mul(factor), memory, to);
    }

    private static void scalar(byte[] memory, int kind, int from, int down, int rows, int right, int columns, float start, float factor,
            int to) {
        float result = start;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float value = Bytes.f32(memory, from + y * down + x * right);
                result = kind == MAXIMUM ? Math.max(result, value) : result + value;
            }
        }
        Bytes.setF32(memory, to, result * factor);
    }

    /**
     * The taps of a window that lie inside the picture, along one axis.
     *
     * @param first position of the first of them
     * @param step from one to the next
     */
    private record Taps(int first, int count, int step) {
        static Taps inside(int at, int stride, int pad, int dilation, int kernel, int size) {
            int origin = at * stride - pad;
            int skipped = origin >= 0 ? 0 : (-origin + dilation - 1) / dilation;
            int end = origin >= size ? 0 : Math.min(kernel, (size - origin + dilation - 1) / dilation);
            int count = Math.max(0, end - skipped);
            return new Taps(count == 0 ? 0 : origin + skipped * dilation, count, dilation);
        }
    }
}
