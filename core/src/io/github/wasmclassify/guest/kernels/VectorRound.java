package io.github.wasmclassify.guest.kernels;

/** Runs the vector kernels that most networks need, the frequent ones more often. */
final class VectorRound implements Runnable {
    private static final int SIDE = 7;
    /** Five vectors of the widest: tiles of three vectors, and of two. */
    private static final int CHANNELS = 80;

    private static final int PICTURE = 14;
    private static final int TENSOR_BYTES = SIDE * SIDE * CHANNELS * Float.BYTES;
    private static final Limits RELU6 = Limits.of(0, 6);

    private final Workers alone = new Workers(1);
    private final Convolution convolution = new Convolution(alone);
    private final Depthwise depthwise = new Depthwise(alone);
    private final byte[] memory = new byte[3 * TENSOR_BYTES];
    private final Geometry pointwise = geometry(1, 1, 1);
    private final Geometry plain = geometry(3, 1, 1);
    private final Geometry sweep = geometry(3, 1, CHANNELS);
    private final Geometry strided = geometry(3, 2, CHANNELS);
    private final PackedFilter pixels = filter(CHANNELS);
    private final PackedFilter windows = filter(9 * CHANNELS);
    private final PackedFilter taps = new PackedFilter(
            true, CHANNELS, 9, CHANNELS, new float[(9 + 3) * CHANNELS], new float[CHANNELS], Finish.NONE);
    private final Resampler resampler = new Resampler(2 * PICTURE, 2 * PICTURE, PICTURE, PICTURE);

    @Override
    public void run() {
        resampler.run(memory, 0, Resampler.Order.RGB, memory, TENSOR_BYTES, alone);
        convolution.run(memory, plain, windows, 0, 0, TENSOR_BYTES);
        for (int i = 0; i < 4; i++) {
            convolution.run(memory, pointwise, pixels, 0, 0, TENSOR_BYTES);
            convolution.run(memory, pointwise, pixels, 0, 2 * TENSOR_BYTES, TENSOR_BYTES);
            depthwise.run(memory, sweep, taps, 0, TENSOR_BYTES);
        }
        depthwise.run(memory, strided, taps, 0, TENSOR_BYTES);
    }

    private static PackedFilter filter(int depth) {
        var layout = new PanelLayout(1, depth, CHANNELS);
        return new PackedFilter(
                false, 1, depth, CHANNELS, new float[layout.length()], layout.bias(new float[CHANNELS]), Finish.NONE);
    }

    private static Geometry geometry(int kernel, int stride, int groups) {
        int out = (SIDE + stride - 1) / stride;
        int pad = kernel / 2;
        return new Geometry(
                SIDE, SIDE, CHANNELS, out, out, CHANNELS, kernel, kernel, stride, stride, 1, 1, pad, pad, groups,
                RELU6);
    }
}
