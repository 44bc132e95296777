package wasmclassify.guest.kernels;

/**
 * One matrix product, tile by tile, in an order that suits the caches: a block of windows stays in the second level while panel after
 * panel of weights goes by, and a panel in the first level or the second while it meets the block's tiles.
 *
 * @param start address of the picture's first value
 * @param groupStride bytes from a group's values of a pixel to the next group's
 * @param output address of the first result
 * @param residual address of what is added to the results before they are limited, or 0
 */
record ProductRun(Product product, PanelLayout layout, int start, int groupStride, int output, int residual, Limits limits) {
    /** Bytes of the input of a block. */
    private static final int BLOCK = 1 << 16;

    void run(Workers workers) {
        int count = product.starts().length;
        int groups = layout.groups();
        int threads = workers.threadsFor((long) count * layout.depth() * layout.columns() * groups);
        int share = (count + threads - 1) / threads;
        int most = Math.min(BLOCK / Float.BYTES / layout.depth(), share);
        int size = Math.max(1, (most + Tiles.ROWS - 1) / Tiles.ROWS) * Tiles.ROWS;
        int blocks = (count + size - 1) / size;
        // few windows and many outputs: the threads share the outputs
        int cuts = blocks * groups >= threads ? 1 : Math.min(layout.panels(), threads);
        boolean wholeRows = groups == 1 && cuts == 1;
        workers.forEach(threads, blocks * groups * cuts, item -> {
            int first = item / cuts % blocks * size;
            int end = Math.min(count, first + size);
            int cut = item % cuts;
            block(item / cuts / blocks, first, end, cut * layout.panels() / cuts, (cut + 1) * layout.panels() / cuts);
            if (wholeRows) {
                addResidual(first, end);
            }
        });
        if (!wholeRows) {
            addResidual(0, count);
        }
    }

    private void block(int group, int first, int end, int firstPanel, int endPanel) {
        int groupStart = start + group * groupStride;
        int groupOutput = output + group * layout.columns() * Float.BYTES;
        if (layout.columns() < Lanes.COUNT) {
            narrow(group, first, end, groupStart, groupOutput);
            return;
        }
        for (int panel = firstPanel; panel < endPanel; panel++) {
            int weights = layout.panelStart(group, panel);
            int bias = layout.biasStart(group, panel);
            int column = layout.firstColumn(panel * 2);
            int panelOutput = groupOutput + column * Float.BYTES;
            int second = layout.isSingle(panel) ? 0 : (layout.firstColumn(panel * 2 + 1) - column) * Float.BYTES;
            for (int window = first; window < end; window += Tiles.ROWS) {
                int out = panelOutput + window * product.outputStride();
                if (second == 0) {
                    Tiles.one(product, groupStart, window, weights, bias, out);
                } else {
                    Tiles.two(product, groupStart, window, weights, bias, out, second);
                }
            }
        }
    }

    /** Fewer outputs than a vector has lanes: the tiles write whole vectors to the side, and what belongs to the output is copied. */
    private void narrow(int group, int first, int end, int groupStart, int groupOutput) {
        byte[] results = new byte[Tiles.ROWS * Lanes.WIDTH];
        Product p = product;
        var aside = new Product(p.input(), p.starts(), p.offsets(), p.weights(), p.bias(), results, Lanes.WIDTH, p.low(), p.high());
        for (int window = first; window < end; window += Tiles.ROWS) {
            Tiles.one(aside, groupStart, window, layout.panelStart(group, 0), layout.biasStart(group, 0), 0);
            for (int row = 0; row < Math.min(Tiles.ROWS, end - window); row++) {
                int out = groupOutput + (window + row) * p.outputStride();
                System.arraycopy(results, row * Lanes.WIDTH, p.output(), out, layout.columns() * Float.BYTES);
            }
        }
    }

    private void addResidual(int first, int end) {
        if (residual != 0) {
            int skipped = first * product.outputStride();
            int length = (end - first) * product.outputStride() / Float.BYTES;
            Elementwise.addResidual(product.output(), output + skipped, residual + skipped, length, limits);
        }
    }
}
