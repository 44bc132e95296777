package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A guest's request to normalise rows: (x - mean) / sqrt(variance + epsilon) x scale + bias. The struct is
 * {@code NormRequest} in {@code wasm/src/kernels/host.rs}.
 *
 * @param rootMeanSquare whether the mean is left out, of the variance too
 */
record RowNorm(
        int input, int rows, int channels, int scale, int bias, int output, float epsilon, boolean rootMeanSquare) {
    private static final int WORDS = 8;
    /** Multiplications that a value is worth when threads share the work. */
    private static final int WORK = 4;

    private static final int ROWS_AT_A_TIME = 16;

    /** Reads the guest's struct; traps where it or what it points to does not lie in memory. */
    static RowNorm read(byte[] memory, int address) {
        Bytes.require(memory, address, WORDS * 4);
        int[] w = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            w[i] = Bytes.i32(memory, address + i * 4);
        }
        var norm = new RowNorm(w[0], w[1], w[2], w[3], w[4], w[5], Bytes.f32(memory, address + 6 * 4), w[7] != 0);
        Bytes.requireRows(memory, norm.input, norm.rows, norm.channels);
        Bytes.requireRows(memory, norm.output, norm.rows, norm.channels);
        Bytes.requireRows(memory, norm.scale, 1, norm.channels);
        Bytes.requireRows(memory, norm.bias, 1, norm.channels);
        return norm;
    }

    void run(byte[] memory, Workers workers) {
        int threads = workers.threadsFor((long) rows * channels * WORK);
        int blocks = (rows + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;
        workers.forEach(threads, blocks, block -> {
            int end = Math.min(rows, (block + 1) * ROWS_AT_A_TIME);
            for (int row = block * ROWS_AT_A_TIME; row < end; row++) {
                row(memory, row * channels * Float.BYTES);
            }
        });
    }

    private void row(byte[] memory, int start) {
        int x = input + start;
        int whole = channels - channels % COUNT;
        float mean = 0;
        if (!rootMeanSquare) {
            float sum = sum(memory, x, whole);
            for (int i = whole; i < channels; i++) {
                sum += Bytes.f32(memory, x + i * Float.BYTES);
            }
            mean = sum / channels;
        }
        float squares = squares(memory, x, mean, whole);
        for (int i = whole; i < channels; i++) {
            float distance = Bytes.f32(memory, x + i * Float.BYTES) - mean;
            squares += distance * distance;
        }
        float factor = (float) (1 / Math.sqrt(squares / channels + epsilon));
        apply(memory, x, mean, factor, whole, output + start);
        for (int i = whole * Float.BYTES; i < channels * Float.BYTES; i += Float.BYTES) {
            float normal = (Bytes.f32(memory, x + i) - mean) * factor;
            Bytes.setF32(
                    memory, output + start + i, normal * Bytes.f32(memory, scale + i) + Bytes.f32(memory, bias + i));
        }
    }

    private static float sum(byte[] memory, int x, int count) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i += COUNT) {
            sum = sum.add(
                    ByteVector.fromArray(BYTES, memory, x + i * Float.BYTES).reinterpretAsFloats());
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static float squares(byte[] memory, int x, float mean, int count) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i += COUNT) {
            FloatVector distance = ByteVector.fromArray(BYTES, memory, x + i * Float.BYTES)
                    .reinterpretAsFloats()
                    .sub(mean);
            sum = distance.fma(distance, sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private void apply(byte[] memory, int x, float mean, float factor, int count, int target) {
        for (int i = 0; i < count * Float.BYTES; i += COUNT * Float.BYTES) {
            FloatVector normal = ByteVector.fromArray(BYTES, memory, x + i)
                    .reinterpretAsFloats()
                    .sub(mean)
                    .mul(factor);
            FloatVector scales = ByteVector.fromArray(BYTES, memory, scale + i).reinterpretAsFloats();
            FloatVector biases = ByteVector.fromArray(BYTES, memory, bias + i).reinterpretAsFloats();
            normal.fma(scales, biases).reinterpretAsBytes().intoArray(memory, target + i);
        }
    }
}
