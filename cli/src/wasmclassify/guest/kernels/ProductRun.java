package wasmclassify.guest.kernels;

/**
 * One matrix product, tile by tile, in an order that suits the caches: a block of windows stays in the second level while panel after
 * panel of weights goes by, and a panel in the first level or the second while it meets the block's tiles.
 *
 * @param groupStride bytes from a group's input values to the next group's
 * @param output address of the first result
 * @param outputStride bytes from window to window
 */
record ProductRun(Product product, PanelLayout layout, Windows windows, int groupStride, int output, int outputStride, Limits limits) {
    /** Bytes of the input of a block. */
    private static final int BLOCK = 1 << 16;

    void run(Workers workers) {
        int tiles = windows.tiles();
        int panels = layout.panels();
        int blockTiles = Math.max(1, BLOCK / (Float.BYTES * Tiles.ROWS) / layout.depth());
        long work = (long) tiles * Tiles.ROWS * layout.depth() * layout.columns() * layout.groups();
        int threads = workers.threadsFor(work);
        if (threads > 1) {
            blockTiles = Math.min(blockTiles, (tiles + threads - 1) / threads);
        }
        int blocks = (tiles + blockTiles - 1) / blockTiles;
        // few windows and many outputs: the threads share the outputs
        int cuts = blocks * layout.groups() >= threads ? 1 : Math.min(panels, threads);
        int blockSize = blockTiles;
        workers.forEach(threads, blocks * layout.groups() * cuts, item -> {
            int cut = item % cuts;
            int first = item / cuts % blocks * blockSize;
            block(item / cuts / blocks, first, Math.min(tiles, first + blockSize), cut * panels / cuts, (cut + 1) * panels / cuts);
        });
    }

    private void block(int group, int firstTile, int endTile, int firstPanel, int endPanel) {
        if (layout.columns() < Lanes.COUNT) {
            new NarrowBlock(this).run(group, firstTile, endTile);
            return;
        }
        for (int panel = firstPanel; panel < endPanel; panel++) {
            int weights = layout.panelStart(group, panel);
            int bias = layout.biasStart(group, panel);
            int first = layout.firstColumn(panel * 2);
            int column = output + (group * layout.columns() + first) * Float.BYTES;
            if (layout.isSingle(panel)) {
                for (int tile = firstTile; tile < endTile; tile++) {
                    Tiles.fourSingle(product, input(group, tile), weights, bias, column + window(tile) * outputStride);
                }
            } else {
                int second = (layout.firstColumn(panel * 2 + 1) - first) * Float.BYTES;
                for (int tile = firstTile; tile < endTile; tile++) {
                    Tiles.four(product, input(group, tile), weights, bias, column + window(tile) * outputStride, second);
                }
            }
        }
    }

    /** The address of the first value of a tile's first window. */
    int input(int group, int tile) {
        int line = tile / windows.tilesOfLine();
        int column = windows.column(tile - line * windows.tilesOfLine());
        return windows.start() + group * groupStride + line * windows.lineStride() + column * windows.stride();
    }

    /** The number of a tile's first window. */
    int window(int tile) {
        int line = tile / windows.tilesOfLine();
        return line * windows.width() + windows.column(tile - line * windows.tilesOfLine());
    }
}
