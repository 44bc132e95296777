package io.github.wasmclassify.guest.kernels;

/**
 * A matrix product without vectors, tile by tile: results = limit(rows x weights + bias).
 *
 * @param weights laid out by {@code panels}
 * @param bias of every output of all groups
 * @param stride floats from row to row of the results
 */
record PlainProduct(PlainPanels panels, float[] weights, float[] bias, Limits limits, float[] results, int stride) {
    /** Floats of the rows of a block, which stay in the first level of the cache, or the second, while panels go by. */
    private static final int BLOCK = 1 << 12;

    /** Makes the rows of a block. */
    @FunctionalInterface
    interface Rows {
        /**
         * Rows {@code first} to {@code end} of a group, without gaps.
         *
         * @return where they are: an array, and the index of the first value
         */
        Part of(int group, int first, int end);
    }

    /** A part of an array. */
    record Part(float[] values, int start) {}

    void run(Rows source, int rows, Workers workers) {
        int groups = panels.groups();
        int threads = workers.threadsFor((long) rows * panels.depth() * panels.columns() * groups);
        int share = (rows + threads - 1) / threads;
        int most = Math.max(1, Math.min(BLOCK / panels.depth(), share));
        int size = (most + PlainTiles.ROWS - 1) / PlainTiles.ROWS * PlainTiles.ROWS;
        int blocks = (rows + size - 1) / size;
        // few rows and many columns: the threads share the columns
        int cuts = blocks * groups >= threads ? 1 : Math.min(panels.panels(), threads);
        workers.forEach(threads, blocks * groups * cuts, item -> {
            int group = item / cuts / blocks;
            int first = item / cuts % blocks * size;
            int end = Math.min(rows, first + size);
            int cut = item % cuts;
            Part part = source.of(group, first, end);
            for (int p = cut * panels.panels() / cuts; p < (cut + 1) * panels.panels() / cuts; p++) {
                panel(group, p, part, first, end - first);
            }
        });
    }

    private void panel(int group, int panel, Part part, int first, int count) {
        int depth = panels.depth();
        int column = group * panels.columns() + panels.firstColumn(panel);
        int b = panels.start(group, panel);
        if (panels.columns() < PlainPanels.WIDTH) {
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < panels.columns(); i++) {
                    float sum = PlainTiles.single(
                            part.values(), part.start() + row * depth, depth, weights, b + i, bias[column + i]);
                    results[(first + row) * stride + column + i] = limits.apply(sum);
                }
            }
            return;
        }
        for (int row = 0; row < count; row += PlainTiles.ROWS) {
            PlainTiles.tile(
                    part.values(),
                    part.start() + row * depth,
                    Math.min(PlainTiles.ROWS, count - row) - 1,
                    depth,
                    weights,
                    b,
                    bias,
                    column,
                    limits,
                    results,
                    (first + row) * stride + column,
                    stride);
        }
    }
}
