package io.github.wasmclassify.guest.kernels;

/** Runs the loops without vectors in which most of a network's time goes. */
final class PlainRound implements Runnable {
    private static final int SIDE = 8;
    private static final int CHANNELS = 32;
    private static final Geometry DEPTHWISE =
            new Geometry(SIDE, SIDE, CHANNELS, SIDE, SIDE, CHANNELS, 3, 3, 1, 1, 1, 1, 1, 1, CHANNELS, Limits.of(0, 6));

    private final Workers alone = new Workers(1);
    private final byte[] memory = new byte[SIDE * SIDE * CHANNELS * Float.BYTES];
    private final float[] values = new float[SIDE * SIDE * CHANNELS];
    private final float[] weights = new float[CHANNELS * CHANNELS];
    private final float[] bias = new float[CHANNELS];
    private final float[] results = new float[SIDE * SIDE * CHANNELS];
    private final PackedFilter taps = new PackedFilter(true, CHANNELS, 9, CHANNELS, weights, bias, Finish.NONE);
    private final PlainProduct product =
            new PlainProduct(new PlainPanels(1, CHANNELS, CHANNELS), weights, bias, Limits.of(0, 6), results, CHANNELS);
    private final PlainResampler resampler = new PlainResampler(
            2 * SIDE,
            3,
            SIDE,
            ResampleFilter.of(2 * SIDE, 0, 2 * SIDE, SIDE, ResizeMethod.BILINEAR),
            ResampleFilter.of(2 * SIDE, 0, 2 * SIDE, SIDE, ResizeMethod.BILINEAR));

    @Override
    public void run() {
        resampler.run(memory, 0, memory, 4 * SIDE * SIDE * 3, alone);
        product.run((group, first, end) -> new PlainProduct.Part(values, first * CHANNELS), SIDE * SIDE, alone);
        PlainPicture picture = PlainPicture.of(DEPTHWISE, memory, 0);
        for (int y = 0; y < SIDE; y++) {
            picture.depthwiseRow(y, taps, results);
        }
    }
}
