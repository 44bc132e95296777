package io.github.wasmclassify.guest.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each kernel of the simd engine, on one thread, in the shapes of MobileNet V2 1.0 224; shapes are height x width x
 * channels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"})
public class KernelBenchmark {
    private static final int NOTHING = 0;
    private static final int AVERAGE = 1;
    private static final int ADD = 0;
    private static final int SWISH = 3;
    private static final int FULL = 224;
    private static final int[] PHOTO = {640, 480};

    private final GuestImage image = new GuestImage(1, 64 << 20);
    private final Kernels kernels = new KernelProvider(1).kernels(new WeightStore());
    private int input;
    private int residual;
    private int output;
    private int resizing;
    private Run pointwise;
    private Run pointwiseWithResidual;
    private Run first;
    private Run classes;
    private Run depthwise;
    private Run depthwiseOfStride2;
    private int pooling;

    /** A layer that is ready to run. */
    private record Run(int geometry, int filter) {}

    @Setup(Level.Trial)
    public void prepare() {
        input = image.floats(image.random(112 * 112 * 96));
        residual = image.floats(image.random(112 * 112 * 96));
        output = image.space(112 * 112 * 96 * Float.BYTES);
        first = run(
                new Layer(FULL, FULL, 3, 32)
                        .kernel(3, 3)
                        .stride(2, 2)
                        .pad(0, 0, 1, 1)
                        .limit(0, 6),
                9 * 3 * 32,
                32);
        pointwise = run(new Layer(14, 14, 64, 384).limit(0, 6), 64 * 384, 384);
        pointwiseWithResidual = run(new Layer(14, 14, 384, 64).residual(), 384 * 64, 64);
        classes = run(new Layer(1, 1, 1280, 1001), 1280 * 1001, 1001);
        depthwise = run(
                new Layer(56, 56, 144, 144)
                        .groups(144)
                        .kernel(3, 3)
                        .pad(1, 1, 1, 1)
                        .limit(0, 6),
                9 * 144,
                144);
        depthwiseOfStride2 = run(
                new Layer(112, 112, 96, 96)
                        .groups(96)
                        .kernel(3, 3)
                        .stride(2, 2)
                        .pad(0, 0, 1, 1)
                        .limit(0, 6),
                9 * 96,
                96);
        pooling = new Layer(7, 7, 1280, 1280).kernel(7, 7).geometry(image);
        int pixels = image.space(PHOTO[0] * PHOTO[1] * 3);
        resizing = image.words(pixels, PHOTO[0], PHOTO[1], 3, FULL, FULL, output, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        image.buffer().putDouble(resizing + 48, PHOTO[0]).putDouble(resizing + 56, PHOTO[1]);
    }

    private Run run(Layer layer, int weights, int outputs) {
        float[] none = new float[outputs];
        return new Run(layer.geometry(image), layer.filter(image, kernels, image.random(weights), none, none));
    }

    private void convolve(Run run, int added) {
        kernels.convolve(image.bytes(), run.geometry, run.filter, input, added, output);
    }

    /** 14x14x64 to 384: a matrix product, 4.8 M multiplications. */
    @Benchmark
    public void pointwise() {
        convolve(pointwise, NOTHING);
    }

    /** 14x14x384 to 64 and the sum with another tensor, 4.8 M multiplications. */
    @Benchmark
    public void pointwiseWithResidual() {
        convolve(pointwiseWithResidual, residual);
    }

    /** 1x1x1280 to 1001: a vector times a matrix, 1.3 M multiplications. */
    @Benchmark
    public void classes() {
        convolve(classes, NOTHING);
    }

    /** 224x224x3 to 112x112x32 with a kernel of 3x3, 10.8 M multiplications. */
    @Benchmark
    public void convolution3x3() {
        convolve(first, NOTHING);
    }

    /** 56x56x144 with a kernel of 3x3, 4.1 M multiplications. */
    @Benchmark
    public void depthwise() {
        kernels.depthwise(image.bytes(), depthwise.geometry, depthwise.filter, input, output);
    }

    /** 112x112x96 to 56x56x96 with a kernel of 3x3, 2.7 M multiplications. */
    @Benchmark
    public void depthwiseOfStride2() {
        kernels.depthwise(image.bytes(), depthwiseOfStride2.geometry, depthwiseOfStride2.filter, input, output);
    }

    /** 7x7x1280 to 1280 averages. */
    @Benchmark
    public void averagePool() {
        kernels.pool(image.bytes(), AVERAGE, pooling, input, output);
    }

    /** 56x56x24 and another. */
    @Benchmark
    public void add() {
        kernels.binary(image.bytes(), ADD, input, residual, 56 * 56 * 24, output, 56 * 56 * 24);
    }

    /** 28x28x192, with an exponential for each value. */
    @Benchmark
    public void swish() {
        kernels.unary(image.bytes(), SWISH, 0, 0, 0, input, output, 28 * 28 * 192);
    }

    /** 640x480 pixels to 224x224. */
    @Benchmark
    public void resize() {
        kernels.resize(image.bytes(), resizing);
    }

    /** The weights of 320 to 1280 channels, as when a model is loaded. */
    @Benchmark
    public int pack(Unpacked model) {
        return model.kernels.pack(model.image.bytes(), model.request);
    }

    /** Weights as they stand in a model, and kernels that have packed none. */
    @State(Scope.Thread)
    public static class Unpacked {
        private static final int CHANNELS = 320;
        private static final int OUTPUTS = 1280;

        private final GuestImage image = new GuestImage(1, 2 << 20);
        private int request;
        private Kernels kernels;

        @Setup(Level.Trial)
        public void write() {
            int weights = image.unalignedFloats(image.random(CHANNELS * OUTPUTS));
            int bias = image.floats(new float[OUTPUTS]);
            request = image.words(weights, 1, 1, CHANNELS, OUTPUTS, 0, 0, OUTPUTS, 1, 1, 0, bias, 0);
        }

        @Setup(Level.Invocation)
        public void forget() {
            kernels = new KernelProvider(1).kernels(new WeightStore());
        }
    }
}
