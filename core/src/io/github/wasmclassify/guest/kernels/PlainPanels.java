package io.github.wasmclassify.guest.kernels;

/**
 * Where the weights of a convolution lie once packed for {@link PlainTiles}: each group is a matrix of [depth,
 * columns], cut into panels of four columns, stored as [depth][four columns]. The last panel ends at the last column,
 * even where it then overlaps with the one before; with fewer than four columns it is filled up with zeros.
 *
 * @param columns outputs of a group
 */
record PlainPanels(int groups, int depth, int columns) {
    static final int WIDTH = 4;

    int panels() {
        return (columns + WIDTH - 1) / WIDTH;
    }

    /** The column that a panel begins with. */
    int firstColumn(int panel) {
        return Math.max(0, Math.min(panel * WIDTH, columns - WIDTH));
    }

    /** Where a panel of a group begins among the packed weights. */
    int start(int group, int panel) {
        return (group * panels() + panel) * WIDTH * depth;
    }

    /** Floats of the packed weights; traps where they are more than an array holds. */
    int length() {
        return Bytes.elements(groups, (long) panels() * WIDTH, depth);
    }

    /** Puts a row of the matrix, that of all groups side by side, to its places in {@code target}. */
    void put(float[] line, int row, float[] target) {
        int width = Math.min(WIDTH, columns);
        for (int group = 0; group < groups; group++) {
            for (int panel = 0; panel < panels(); panel++) {
                int from = group * columns + firstColumn(panel);
                System.arraycopy(line, from, target, start(group, panel) + row * WIDTH, width);
            }
        }
    }
}
