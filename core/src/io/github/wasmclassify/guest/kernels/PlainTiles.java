package io.github.wasmclassify.guest.kernels;

/**
 * The innermost loop of matrix products without vectors: a tile of four rows and four columns, whose sixteen sums stay
 * in registers. HotSpot compiles it within milliseconds, where a loop over vectors takes it a tenth of a second, and
 * until then the interpreter runs this one a hundred times faster than that one.
 */
final class PlainTiles {
    static final int ROWS = 4;

    private PlainTiles() {}

    /**
     * Four rows and four columns.
     *
     * @param a index of the first row's first value; rows lie without gaps
     * @param last number of the last row to compute, from 0; those after it are stood in for by it
     * @param b index of the panel's weights
     * @param bias index of the first column's bias
     * @param out index of the first row's first result; rows are {@code stride} apart
     */
    static void tile(
            float[] rows,
            int a,
            int last,
            int depth,
            float[] weights,
            int b,
            float[] biases,
            int bias,
            Limits limits,
            float[] results,
            int out,
            int stride) {
        float s00 = biases[bias];
        float s01 = biases[bias + 1];
        float s02 = biases[bias + 2];
        float s03 = biases[bias + 3];
        float s10 = s00;
        float s11 = s01;
        float s12 = s02;
        float s13 = s03;
        float s20 = s00;
        float s21 = s01;
        float s22 = s02;
        float s23 = s03;
        float s30 = s00;
        float s31 = s01;
        float s32 = s02;
        float s33 = s03;
        int a1 = a + Math.min(1, last) * depth;
        int a2 = a + Math.min(2, last) * depth;
        int a3 = a + Math.min(3, last) * depth;
        for (int k = 0; k < depth; k++) {
            float w0 = weights[b + 4 * k];
            float w1 = weights[b + 4 * k + 1];
            float w2 = weights[b + 4 * k + 2];
            float w3 = weights[b + 4 * k + 3];
            float x = rows[a + k];
            s00 = Math.fma(x, w0, s00);
            s01 = Math.fma(x, w1, s01);
            s02 = Math.fma(x, w2, s02);
            s03 = Math.fma(x, w3, s03);
            x = rows[a1 + k];
            s10 = Math.fma(x, w0, s10);
            s11 = Math.fma(x, w1, s11);
            s12 = Math.fma(x, w2, s12);
            s13 = Math.fma(x, w3, s13);
            x = rows[a2 + k];
            s20 = Math.fma(x, w0, s20);
            s21 = Math.fma(x, w1, s21);
            s22 = Math.fma(x, w2, s22);
            s23 = Math.fma(x, w3, s23);
            x = rows[a3 + k];
            s30 = Math.fma(x, w0, s30);
            s31 = Math.fma(x, w1, s31);
            s32 = Math.fma(x, w2, s32);
            s33 = Math.fma(x, w3, s33);
        }
        store(results, out, limits, s00, s01, s02, s03);
        store(results, out + Math.min(1, last) * stride, limits, s10, s11, s12, s13);
        store(results, out + Math.min(2, last) * stride, limits, s20, s21, s22, s23);
        store(results, out + Math.min(3, last) * stride, limits, s30, s31, s32, s33);
    }

    private static void store(float[] results, int at, Limits limits, float s0, float s1, float s2, float s3) {
        results[at] = limits.apply(s0);
        results[at + 1] = limits.apply(s1);
        results[at + 2] = limits.apply(s2);
        results[at + 3] = limits.apply(s3);
    }

    /** One row and column of a panel, for groups of fewer columns than a tile has. */
    static float single(float[] rows, int a, int depth, float[] weights, int b, float bias) {
        float sum = bias;
        for (int k = 0; k < depth; k++) {
            sum = Math.fma(rows[a + k], weights[b + PlainPanels.WIDTH * k], sum);
        }
        return sum;
    }
}
