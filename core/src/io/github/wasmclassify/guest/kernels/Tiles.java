package io.github.wasmclassify.guest.kernels;

/**
 * The innermost loops of matrix products, after Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication" (2008): the sums of a tile of the output stay in registers while its rows and a panel of weights go
 * by. Every sum is a variable, as no array of vectors stays in registers.
 *
 * <p>How large a tile may be depends on the number of vector registers and on how HotSpot allots them. The sizes here
 * are the fastest that were measured, see {@code docs/performance.md}.
 */
final class Tiles {
    private static final boolean HAS_32_REGISTERS =
            Lanes.WIDTH == 64 || System.getProperty("os.arch").equals("aarch64");
    private static final int JAVA_THAT_KEEPS_21_SUMS = 25;

    /** Vectors of columns of a tile, at most. */
    static final int VECTORS = HAS_32_REGISTERS ? 3 : 2;
    /** Rows of a tile with so many vectors. */
    static final int ROWS = !HAS_32_REGISTERS ? 4 : Runtime.version().feature() >= JAVA_THAT_KEEPS_21_SUMS ? 7 : 6;

    private Tiles() {}

    /**
     * All rows and the columns of one panel.
     *
     * @param a address of the first row's first value
     * @param count rows
     * @param b index of the panel's weights
     * @param bias index of the panel's bias
     * @param vectors of the panel
     * @param out address of the first row's first result
     * @param end bytes from there to its last vector of results
     */
    static void panel(Product p, int a, int count, int b, int bias, int vectors, int out, int end) {
        int rows = vectors == 1 ? 4 : HAS_32_REGISTERS && vectors == 2 ? 7 : ROWS;
        for (int row = 0; row < count; row += rows) {
            int last = count - 1 - row;
            tile(p, a + row * p.inputStride(), last, b, bias, vectors, out + row * p.outputStride(), end);
        }
    }

    /** @param last number of the last row to compute, from 0; those after it are stood in for by it */
    private static void tile(Product p, int a, int last, int b, int bias, int vectors, int out, int end) {
        if (last == 0 && vectors == 3) {
            OneRow.three(p, a, b, bias, out, end);
        } else if (last == 0 && vectors == 2) {
            OneRow.two(p, a, b, bias, out, end);
        } else if (vectors == 1) {
            FourRows.one(p, a, last, b, bias, out);
        } else if (!HAS_32_REGISTERS) {
            FourRows.two(p, a, last, b, bias, out, end);
        } else if (vectors == 2) {
            SevenRows.two(p, a, last, b, bias, out, end);
        } else if (ROWS == 7) {
            SevenRows.three(p, a, last, b, bias, out, end);
        } else {
            SixRows.three(p, a, last, b, bias, out, end);
        }
    }
}
