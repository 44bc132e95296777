package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** exp(x - max) / sum of exp(x - max), for each row. */
final class Softmax {
    /** Multiplications that a value is worth when threads share the work. */
    private static final int WORK = 16;

    private static final int ROWS_AT_A_TIME = 16;

    private Softmax() {}

    static void run(byte[] memory, int input, int rows, int channels, int output, Workers workers) {
        int threads = workers.threadsFor((long) rows * channels * WORK);
        int blocks = (rows + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;
        workers.forEach(threads, blocks, block -> {
            float[] e = new float[(channels + COUNT - 1) / COUNT * COUNT];
            int end = Math.min(rows, (block + 1) * ROWS_AT_A_TIME);
            for (int row = block * ROWS_AT_A_TIME; row < end; row++) {
                int start = row * channels * Float.BYTES;
                row(memory, input + start, channels, e, output + start);
            }
        });
    }

    private static void row(byte[] memory, int input, int channels, float[] e, int output) {
        int whole = channels - channels % COUNT;
        float highest = highest(memory, input, whole);
        for (int i = whole; i < channels; i++) {
            highest = Math.max(highest, Bytes.f32(memory, input + i * Float.BYTES));
        }
        Exponential.fill(memory, input, 1, -highest, e, whole);
        if (whole < channels) {
            // what lies behind the row is not its own, and may not be memory
            float[] rest = new float[COUNT];
            byte[] last = new byte[WIDTH];
            System.arraycopy(memory, input + whole * Float.BYTES, last, 0, (channels - whole) * Float.BYTES);
            Exponential.fill(last, 0, 1, -highest, rest, COUNT);
            System.arraycopy(rest, 0, e, whole, channels - whole);
        }
        float sum = sum(e, whole);
        for (int i = whole; i < channels; i++) {
            sum += e[i];
        }
        float factor = 1 / sum;
        scale(e, whole, factor, memory, output);
        for (int i = whole; i < channels; i++) {
            Bytes.setF32(memory, output + i * Float.BYTES, e[i] * factor);
        }
    }

    private static float highest(byte[] memory, int input, int count) {
        FloatVector highest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < count; i += COUNT) {
            highest = highest.max(
                    ByteVector.fromArray(BYTES, memory, input + i * Float.BYTES).reinterpretAsFloats());
        }
        return highest.reduceLanes(VectorOperators.MAX);
    }

    private static float sum(float[] e, int count) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i += COUNT) {
            sum = sum.add(FloatVector.fromArray(FLOATS, e, i));
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static void scale(float[] e, int count, float factor, byte[] memory, int output) {
        for (int i = 0; i < count; i += COUNT) {
            FloatVector.fromArray(FLOATS, e, i)
                    .mul(factor)
                    .reinterpretAsBytes()
                    .intoArray(memory, output + i * Float.BYTES);
        }
    }
}
