package io.github.wasmclassify.guest.kernels;

import java.util.Optional;

/**
 * One matrix product, tile by tile, in an order that suits the caches: a block of rows stays in the second level while
 * panel after panel of weights goes by, and a panel in the first level or the second while it meets the block's tiles.
 *
 * @param rows of the matrix
 * @param windows makes the rows, where they do not lie at {@code input} as they are
 * @param scratch for those rows
 * @param output address of the first result
 * @param residual address of what is added to the results before they are limited, or 0
 * @param finish applied last
 */
record ProductRun(
        Product product,
        PanelLayout layout,
        int rows,
        Optional<WindowRows> windows,
        Scratch<byte[]> scratch,
        int input,
        int output,
        int residual,
        Limits limits,
        Finish finish) {

    /** Bytes of the rows of a block, while all weights of a group stay in the second-level cache. */
    private static final int BLOCK = 1 << 16;
    /** Bytes of the rows of a block where they do not, so that they are read from farther away fewer times. */
    private static final int LARGE_BLOCK = 1 << 20;
    /** Bytes of the weights of a group up to which they stay there. */
    private static final int FEW_WEIGHTS = 1 << 19;
    /** Tiles of rows for each thread up to which the threads do better by sharing the columns. */
    private static final int FEW_TILES = 8;

    void run(Workers workers) {
        int groups = layout.groups();
        int threads = workers.threadsFor((long) rows * layout.depth() * layout.columns() * groups);
        int tiles = (rows + Tiles.ROWS - 1) / Tiles.ROWS;
        // few rows: the threads share the columns
        boolean byColumns = threads > 1 && groups < threads && tiles < threads * FEW_TILES;
        // each cut lays out all windows for itself
        int cuts = byColumns ? Math.min(layout.panels(), windows.isPresent() ? threads : threads * 2) : 1;
        // blocks of one size, so that no thread waits for another's larger one
        int share = byColumns || groups >= threads ? tiles : (tiles + threads - 1) / threads;
        int most = Math.max(1, blockBytes() / Float.BYTES / layout.depth() / Tiles.ROWS);
        int parts = (share + most - 1) / most;
        int size = (share + parts - 1) / parts * Tiles.ROWS;
        int blocks = (rows + size - 1) / size;
        boolean wholeRows = groups == 1 && cuts == 1;
        workers.forEach(threads, blocks * groups * cuts, item -> {
            int first = item / cuts % blocks * size;
            int end = Math.min(rows, first + size);
            int cut = item % cuts;
            block(item / cuts / blocks, first, end, cut * layout.panels() / cuts, (cut + 1) * layout.panels() / cuts);
            if (wholeRows) {
                complete(first, end);
            }
        });
        if (!wholeRows) {
            complete(0, rows);
        }
    }

    private int blockBytes() {
        return (long) layout.depth() * layout.columns() * Float.BYTES > FEW_WEIGHTS ? LARGE_BLOCK : BLOCK;
    }

    private void block(int group, int first, int end, int firstPanel, int endPanel) {
        int groupOutput = output + group * layout.columns() * Float.BYTES + first * product.outputStride();
        if (windows.isEmpty()) {
            panels(
                    product,
                    group,
                    input + first * product.inputStride(),
                    end - first,
                    firstPanel,
                    endPanel,
                    groupOutput);
            return;
        }
        byte[] laidOut = scratch.borrow(windows.get().length(end - first));
        windows.get().fill(group, first, end, laidOut);
        panels(product.withInput(laidOut), group, 0, end - first, firstPanel, endPanel, groupOutput);
        scratch.giveBack(laidOut);
    }

    private void panels(Product p, int group, int start, int count, int firstPanel, int endPanel, int groupOutput) {
        if (layout.columns() < Lanes.COUNT) {
            narrow(p, group, start, count, groupOutput);
            return;
        }
        for (int panel = firstPanel; panel < endPanel; panel++) {
            int vectors = layout.width(panel);
            int column = layout.firstColumn(layout.firstVector(panel));
            int last = layout.firstColumn(layout.firstVector(panel) + vectors - 1);
            Tiles.panel(
                    p,
                    start,
                    count,
                    layout.panelStart(group, panel),
                    layout.biasStart(group, panel),
                    vectors,
                    groupOutput + column * Float.BYTES,
                    (last - column) * Float.BYTES);
        }
    }

    /**
     * Fewer outputs than a vector has lanes: the tiles write whole vectors to the side, and what belongs to the output
     * is copied.
     */
    private void narrow(Product p, int group, int start, int count, int groupOutput) {
        byte[] results = new byte[count * Lanes.WIDTH];
        Product aside = p.withOutput(results, Lanes.WIDTH);
        Tiles.panel(aside, start, count, layout.panelStart(group, 0), layout.biasStart(group, 0), 1, 0, 0);
        for (int row = 0; row < count; row++) {
            int out = groupOutput + row * p.outputStride();
            System.arraycopy(results, row * Lanes.WIDTH, p.output(), out, layout.columns() * Float.BYTES);
        }
    }

    /** What is done with whole rows of results: the residual is added, and the finish applied. */
    private void complete(int first, int end) {
        int skipped = first * product.outputStride();
        int start = output + skipped;
        int length = (end - first) * product.outputStride() / Float.BYTES;
        if (residual != 0) {
            Elementwise.addResidual(product.output(), start, residual + skipped, length, limits);
        }
        finish.apply(product.output(), start, length);
    }
}
