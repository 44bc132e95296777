package io.github.wasmclassify.guest.kernels;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionTest {
    private static final int[] SIZES = {1, 3, 13, 16, 24, 32, 144, 207};

    /** x86 makes NaN with the sign bit set, files have it mostly without. */
    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void noLimitMakesANumberOfNan(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (float nan : new float[] {Float.NaN, Float.intBitsToFloat(0xffc0_0000)}) {
            new Layer(4, 4, 20, 24).limit(0, 6).checkThatStays(nan, kernels);
            new Layer(4, 4, 20, 3).limit(0, 6).checkThatStays(nan, kernels);
            new Layer(4, 4, 20, 24).limit(0, 6).residual().checkThatStays(nan, kernels);
            new Layer(4, 4, 20, 40).limit(0, Float.POSITIVE_INFINITY).checkThatStays(nan, kernels);
            for (int channels : new int[] {3, 20}) {
                new Layer(5, 6, channels, channels)
                        .groups(channels)
                        .kernel(3, 3)
                        .pad(1, 1, 1, 1)
                        .limit(0, 6)
                        .checkThatStays(nan, kernels);
                new Layer(5, 6, channels, channels)
                        .groups(channels)
                        .kernel(3, 3)
                        .stride(2, 2)
                        .limit(0, 6)
                        .checkThatStays(nan, kernels);
                new Layer(8, 8, channels, channels)
                        .groups(channels)
                        .kernel(5, 5)
                        .limit(-1, 1)
                        .checkThatStays(nan, kernels);
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void everyNumberOfInputsAndOutputs(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int size : SIZES) {
            new Layer(2, 4, size, 24).check(kernels);
            new Layer(2, 4, 13, size).check(kernels);
            new Layer(1, 1, size, size).check(kernels);
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void everyNumberOfPixels(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int pixels = 1; pixels <= 25; pixels++) {
            new Layer(1, pixels, 5, 24).limit(0, 6).check(kernels);
            new Layer(pixels, 1, 3, 33).limit(0, Float.POSITIVE_INFINITY).check(kernels);
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void windows(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        new Layer(9, 11, 3, 32)
                .kernel(3, 3)
                .stride(2, 2)
                .pad(0, 0, 1, 1)
                .limit(0, 6)
                .check(kernels);
        new Layer(9, 11, 3, 32).kernel(3, 3).stride(2, 2).pad(1, 1, 1, 1).check(kernels);
        new Layer(7, 7, 16, 24)
                .kernel(3, 3)
                .pad(1, 1, 1, 1)
                .residual()
                .limit(0, Float.POSITIVE_INFINITY)
                .check(kernels);
        new Layer(8, 8, 5, 40).kernel(5, 3).pad(2, 1, 2, 1).check(kernels);
        new Layer(13, 9, 4, 17).kernel(3, 3).dilation(2).pad(2, 2, 2, 2).check(kernels);
        new Layer(13, 9, 4, 17).kernel(1, 7).stride(1, 2).pad(0, 3, 0, 3).check(kernels);
        new Layer(6, 6, 8, 20).kernel(6, 6).check(kernels);
        new Layer(14, 14, 24, 48).stride(2, 2).check(kernels);
        new Layer(3, 3, 2, 16).kernel(2, 2).pad(3, 3, 3, 3).check(kernels);
        new Layer(5, 5, 3, 16).kernel(3, 3).stride(4, 4).check(kernels);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void groups(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        new Layer(5, 5, 12, 72).kernel(3, 3).pad(1, 1, 1, 1).groups(3).check(kernels);
        new Layer(5, 5, 12, 12)
                .kernel(3, 3)
                .pad(1, 1, 1, 1)
                .groups(4)
                .limit(0, 6)
                .check(kernels);
        new Layer(4, 7, 60, 90).groups(2).residual().check(kernels);
        new Layer(4, 7, 8, 16).kernel(3, 3).groups(8).limit(-0.5f, 0.5f).check(kernels);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void limitsAndResidual(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        new Layer(4, 4, 20, 24).limit(-1, 1).check(kernels);
        new Layer(4, 4, 20, 24).limit(0.5f, 2).check(kernels);
        new Layer(4, 4, 20, 24).residual().check(kernels);
        new Layer(4, 4, 20, 24).residual().limit(0, 6).check(kernels);
        new Layer(4, 4, 20, 24).residual().limit(-1, 1).check(kernels);
        new Layer(3, 3, 20, 2).residual().limit(0, 6).check(kernels);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void finish(int bits) {
        for (int threads = 1; threads <= 2; threads++) {
            Kernels kernels = VectorWidths.kernels(bits, threads);
            new Layer(4, 5, 20, 27).swish().check(kernels);
            new Layer(4, 5, 20, 3).swish().check(kernels);
            new Layer(40, 41, 48, 27).swish().residual().limit(-1, 1).check(kernels);
            new Layer(1, 1, 300, 2003).swish().check(kernels);
            new Layer(16, 16, 96, 96).kernel(3, 3).groups(2).swish().residual().check(kernels);
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void weightsInAnyOrderAndScaled(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        new Layer(5, 5, 6, 40).kernel(3, 3).scaled().check(kernels);
        new Layer(5, 5, 6, 40).kernel(3, 3).outputsFirst().check(kernels);
        new Layer(5, 5, 6, 42).kernel(3, 3).outputsFirst().scaled().groups(3).check(kernels);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void sharedByThreads(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 3);
        new Layer(40, 30, 32, 64).limit(0, 6).residual().check(kernels);
        new Layer(20, 20, 16, 40).kernel(3, 3).pad(1, 1, 1, 1).check(kernels);
        new Layer(1, 1, 300, 2000).residual().check(kernels);
        new Layer(16, 16, 96, 96).kernel(3, 3).groups(2).check(kernels);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void moreWeightsThanTheCacheHolds(int bits) {
        for (int threads = 1; threads <= 2; threads++) {
            Kernels kernels = VectorWidths.kernels(bits, threads);
            new Layer(7, 9, 80, 200).kernel(3, 3).pad(1, 1, 1, 1).limit(0, 6).check(kernels);
            new Layer(7, 7, 500, 300).residual().check(kernels);
        }
    }
}
