package io.github.wasmclassify.guest.kernels;

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
        int whole = channels - channels % Lanes.COUNT;
        float mean = 0;
        if (!rootMeanSquare) {
            float sum = RowSums.sum(memory, x, whole);
            for (int i = whole; i < channels; i++) {
                sum += Bytes.f32(memory, x + i * Float.BYTES);
            }
            mean = sum / channels;
        }
        float squares = RowSums.squares(memory, x, mean, whole);
        for (int i = whole; i < channels; i++) {
            float distance = Bytes.f32(memory, x + i * Float.BYTES) - mean;
            squares += distance * distance;
        }
        float factor = (float) (1 / Math.sqrt(squares / channels + epsilon));
        RowSums.apply(this, memory, x, mean, factor, whole, output + start);
        for (int i = whole * Float.BYTES; i < channels * Float.BYTES; i += Float.BYTES) {
            float normal = (Bytes.f32(memory, x + i) - mean) * factor;
            Bytes.setF32(
                    memory, output + start + i, normal * Bytes.f32(memory, scale + i) + Bytes.f32(memory, bias + i));
        }
    }
}
