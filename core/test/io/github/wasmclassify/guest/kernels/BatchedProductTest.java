package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of two matrices, held against sums in double precision. */
class BatchedProductTest {
    private static final float FACTOR = 0.5f;

    /**
     * @param aLines floats from row to row of a
     * @param bRow floats from row to row of b
     * @param bColumn floats from column to column of b
     */
    private record Case(
            int rows, int depth, int columns, int aLines, int bRow, int bColumn, int outLines, int[][] axes) {
        /** The words that the kernel reads. */
        int[] words() {
            int[] words = new int[20];
            int[] sizes = {rows, depth, columns, aLines, bRow, bColumn, outLines, Float.floatToRawIntBits(FACTOR)};
            System.arraycopy(sizes, 0, words, 0, sizes.length);
            for (int i = 0; i < axes.length; i++) {
                System.arraycopy(axes[i], 0, words, 8 + i * 4, 4);
            }
            return words;
        }
    }

    private static final int[] ONE = {1, 0, 0, 0};

    private static int[][] none() {
        return new int[][] {ONE, ONE, ONE};
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void anySizes(int bits) {
        for (int threads : new int[] {1, 3}) {
            Kernels kernels = VectorWidths.kernels(bits, threads);
            for (int[] s : new int[][] {
                {1, 1, 1}, {3, 5, 2}, {4, 16, 16}, {9, 7, 17}, {13, 33, 49}, {70, 20, 64}, {197, 64, 40}
            }) {
                check(kernels, new Case(s[0], s[1], s[2], s[1], s[2], 1, s[2], none()));
                check(kernels, new Case(s[0], s[1], s[2], s[1] + 3, 1, s[1], s[2] + 5, none()));
            }
        }
    }

    /**
     * Heads side by side in each row, as attention has them, a matrix that all of a batch share, and one that is read
     * again.
     */
    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void batches(int bits) {
        for (int threads : new int[] {1, 3}) {
            Kernels kernels = VectorWidths.kernels(bits, threads);
            check(kernels, new Case(11, 8, 11, 24, 1, 24, 11, new int[][] {ONE, {2, 264, 264, 363}, {3, 8, 8, 121}}));
            check(kernels, new Case(11, 11, 8, 11, 24, 1, 24, new int[][] {ONE, {2, 363, 264, 264}, {3, 121, 8, 8}}));
            check(kernels, new Case(5, 4, 9, 4, 9, 1, 9, new int[][] {{2, 120, 0, 270}, {3, 40, 36, 90}, {2, 20, 0, 45}
            }));
            check(kernels, new Case(64, 32, 64, 32, 64, 1, 64, new int[][] {ONE, ONE, {8, 0, 2048, 4096}}));
        }
    }

    private static void check(Kernels kernels, Case test) {
        var image = new GuestImage(test.rows * 31L + test.columns, 1 << 20);
        float[] a = image.random(1 << 15);
        float[] b = image.random(1 << 15);
        int outputs = 1 << 15;
        int words = image.words(test.words());
        int aAt = image.floats(a);
        int bAt = image.floats(b);
        int output = image.floats(new float[outputs]);
        kernels.multiply(image.bytes(), words, aAt, bAt, output);
        float[] expected = expected(test, a, b, outputs);
        float[] found = image.read(output, outputs);
        for (int i = 0; i < outputs; i++) {
            assertEquals(
                    expected[i], found[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "value " + i + " of " + test);
        }
        assertTrue(image.isUntouchedAround(output, outputs * Float.BYTES));
    }

    /** Zero where no result lies. */
    private static float[] expected(Case test, float[] a, float[] b, int outputs) {
        float[] results = new float[outputs];
        int[][] axes = test.axes;
        for (int item = 0; item < axes[0][0] * axes[1][0] * axes[2][0]; item++) {
            int[] at = {item / axes[2][0] / axes[1][0], item / axes[2][0] % axes[1][0], item % axes[2][0]};
            int[] start = new int[3];
            for (int axis = 0; axis < 3; axis++) {
                for (int matrix = 0; matrix < 3; matrix++) {
                    start[matrix] += at[axis] * axes[axis][1 + matrix];
                }
            }
            for (int row = 0; row < test.rows; row++) {
                for (int column = 0; column < test.columns; column++) {
                    double sum = 0;
                    for (int k = 0; k < test.depth; k++) {
                        sum += (double) a[start[0] + row * test.aLines + k]
                                * b[start[1] + k * test.bRow + column * test.bColumn];
                    }
                    results[start[2] + row * test.outLines + column] = (float) (sum * FACTOR);
                }
            }
        }
        return results;
    }
}
