package wasmclassify.guest.kernels;

/**
 * A block of a product whose groups have fewer outputs than a vector has lanes: the tiles write whole vectors to a place of their own,
 * and what belongs to the output is copied from there.
 */
final class NarrowBlock {
    private final ProductRun run;
    private final byte[] sums = new byte[Tiles.ROWS * Lanes.WIDTH];
    private final Product product;

    NarrowBlock(ProductRun run) {
        this.run = run;
        Product p = run.product();
        product = new Product(p.input(), p.inputStride(), p.segments(), p.segmentLength(), p.weights(), p.bias(), sums, Lanes.WIDTH,
                false, sums, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    void run(int group, int firstTile, int endTile) {
        PanelLayout layout = run.layout();
        int column = run.output() + group * layout.columns() * Float.BYTES;
        for (int tile = firstTile; tile < endTile; tile++) {
            Tiles.fourSingle(product, run.input(group, tile), layout.panelStart(group, 0), layout.biasStart(group, 0), 0);
            copy(layout.columns(), column + run.window(tile) * run.outputStride());
        }
    }

    private void copy(int columns, int out) {
        Product p = run.product();
        for (int row = 0; row < Tiles.ROWS; row++) {
            for (int column = 0; column < columns; column++) {
                int at = out + row * p.outputStride() + column * Float.BYTES;
                float sum = Bytes.f32(sums, row * Lanes.WIDTH + column * Float.BYTES);
                float value = p.hasResidual() ? sum + Bytes.f32(p.residual(), at + p.residualShift()) : sum;
                Bytes.setF32(p.output(), at, run.limits().apply(value));
            }
        }
    }
}
