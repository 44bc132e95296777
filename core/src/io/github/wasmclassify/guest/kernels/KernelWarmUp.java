package io.github.wasmclassify.guest.kernels;

/**
 * Runs the kernels over small tensors on a thread of its own while a model loads, so that HotSpot has compiled some of
 * them when the first picture comes: until then vectors are objects, and a kernel is a hundred times slower.
 */
public final class KernelWarmUp implements AutoCloseable {
    private static final int SIDE = 14;
    private static final int CHANNELS = 32;
    private static final int TENSOR_BYTES = SIDE * SIDE * CHANNELS * Float.BYTES;
    private static final Limits RELU6 = Limits.of(0, 6);

    private final Workers alone = new Workers(1);
    private final Convolution convolution = new Convolution(alone);
    private final Depthwise depthwise = new Depthwise(alone);
    private final byte[] memory = new byte[3 * TENSOR_BYTES];
    private volatile boolean isOver;

    private KernelWarmUp() {}

    /** Begins; it ends when it is closed. */
    public static KernelWarmUp start() {
        KernelWarmUp warmUp = new KernelWarmUp();
        Thread thread = new Thread(warmUp::run, "kernel-warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    private void run() {
        Geometry pointwise = geometry(1, 1, 1);
        Geometry plain = geometry(3, 1, 1);
        Geometry sweep = geometry(3, 1, CHANNELS);
        Geometry strided = geometry(3, 2, CHANNELS);
        PackedFilter pixels = filter(CHANNELS);
        PackedFilter windows = filter(9 * CHANNELS);
        PackedFilter taps =
                new PackedFilter(true, CHANNELS, 9, CHANNELS, new float[(9 + 3) * CHANNELS], new float[CHANNELS]);
        var resampler = new Resampler(2 * SIDE, 2 * SIDE, SIDE, SIDE);
        while (!isOver) {
            resampler.run(memory, 0, Resampler.Order.RGB, memory, TENSOR_BYTES, alone);
            convolution.run(memory, plain, windows, 0, 0, TENSOR_BYTES);
            for (int i = 0; i < 4 && !isOver; i++) {
                convolution.run(memory, pointwise, pixels, 0, 0, TENSOR_BYTES);
                convolution.run(memory, pointwise, pixels, 0, 2 * TENSOR_BYTES, TENSOR_BYTES);
                depthwise.run(memory, sweep, taps, 0, TENSOR_BYTES);
            }
            depthwise.run(memory, strided, taps, 0, TENSOR_BYTES);
        }
    }

    private static PackedFilter filter(int depth) {
        var layout = new PanelLayout(1, depth, CHANNELS);
        return new PackedFilter(
                false, 1, depth, CHANNELS, new float[layout.length()], layout.bias(new float[CHANNELS]));
    }

    private static Geometry geometry(int kernel, int stride, int groups) {
        int out = (SIDE + stride - 1) / stride;
        return new Geometry(
                SIDE,
                SIDE,
                CHANNELS,
                out,
                out,
                CHANNELS,
                kernel,
                kernel,
                stride,
                stride,
                1,
                1,
                kernel / 2,
                kernel / 2,
                groups,
                RELU6);
    }

    @Override
    public void close() {
        isOver = true;
    }
}
