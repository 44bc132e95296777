package wasmclassify.guest.kernels;

/**
 * The windows of a convolution in tiles of neighbours of one line. Where a line is no multiple of a tile, its last tile overlaps with the
 * one before and computes the same results again; in a line shorter than a tile, every window is a tile that consists of itself alone.
 *
 * @param start address of the first window
 * @param lines of windows
 * @param width windows of a line
 * @param lineStride bytes from a line's first window to the next line's
 * @param stride bytes from window to window
 */
record Windows(int start, int lines, int width, int lineStride, int stride) {
    private boolean isShort() {
        return width < Tiles.ROWS;
    }

    int tilesOfLine() {
        return isShort() ? width : (width + Tiles.ROWS - 1) / Tiles.ROWS;
    }

    int tiles() {
        return lines * tilesOfLine();
    }

    /** The place of a tile's first window in its line. */
    int column(int tileOfLine) {
        return isShort() ? tileOfLine : Math.min(tileOfLine * Tiles.ROWS, width - Tiles.ROWS);
    }

    /** The distance between the rows of a tile that are {@code stride} apart from window to window. */
    int tileStride(int stride) {
        return isShort() ? 0 : stride;
    }
}
