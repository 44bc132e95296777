package io.github.wasmclassify.guest.kernels;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DepthwiseTest {
    private static final int[] CHANNELS = {2, 3, 13, 16, 24, 207};

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void everyNumberOfChannels(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int channels : CHANNELS) {
            for (int stride = 1; stride <= 2; stride++) {
                layer(5, 6, channels)
                        .kernel(3, 3)
                        .stride(stride, stride)
                        .pad(1, 1, 1, 1)
                        .limit(0, 6)
                        .check(kernels);
                layer(6, 5, channels)
                        .kernel(5, 5)
                        .stride(stride, stride)
                        .pad(2, 2, 2, 2)
                        .scaled()
                        .check(kernels);
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void everyPaddingOfThreeByThree(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int size : new int[] {2, 3, 6}) {
            for (int pads = 0; pads < 16; pads++) {
                int left = pads & 1;
                int right = pads >> 1 & 1;
                int top = pads >> 2 & 1;
                int bottom = pads >> 3 & 1;
                if (size + left + right >= 3 && size + top + bottom >= 3) {
                    layer(size, size, 20)
                            .kernel(3, 3)
                            .pad(top, left, bottom, right)
                            .check(kernels);
                    layer(size, size, 20)
                            .kernel(3, 3)
                            .pad(top, left, bottom, right)
                            .stride(2, 2)
                            .check(kernels);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void wideKernels(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int channels : new int[] {16, 37}) {
            layer(5, 5, channels).kernel(5, 5).check(kernels);
            layer(9, 12, channels)
                    .kernel(5, 5)
                    .pad(1, 2, 2, 2)
                    .stride(2, 2)
                    .limit(0, 6)
                    .check(kernels);
            layer(9, 12, channels).kernel(3, 5).pad(1, 0, 1, 4).check(kernels);
            layer(9, 12, channels).kernel(2, 5).stride(1, 2).limit(-1, 1).check(kernels);
            layer(8, 9, channels).kernel(7, 7).pad(3, 3, 3, 3).limit(-1, 1).check(kernels);
            layer(8, 9, channels).kernel(7, 7).pad(3, 3, 3, 3).stride(2, 2).check(kernels);
            layer(8, 9, channels).kernel(1, 7).stride(3, 1).check(kernels);
        }
        Kernels shared = VectorWidths.kernels(bits, 2);
        layer(40, 40, 48).kernel(7, 7).pad(3, 3, 3, 3).check(shared);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void finish(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 2);
        for (int channels : new int[] {3, 21, 48}) {
            for (int size : new int[] {3, 4, 5}) {
                layer(30, 31, channels).kernel(size, size).swish().check(kernels);
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void otherGeometries(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        layer(9, 9, 20).kernel(3, 3).dilation(2).pad(2, 2, 2, 2).check(kernels);
        layer(9, 9, 20).kernel(3, 3).stride(1, 2).pad(1, 1, 1, 1).check(kernels);
        layer(9, 9, 20).kernel(3, 3).stride(2, 1).check(kernels);
        layer(9, 9, 20).kernel(3, 3).stride(3, 3).pad(1, 1, 1, 1).check(kernels);
        layer(9, 9, 20).kernel(3, 3).pad(2, 2, 2, 2).check(kernels);
        layer(7, 12, 20).kernel(7, 1).pad(3, 0, 3, 0).check(kernels);
        layer(12, 7, 20).kernel(1, 7).check(kernels);
        layer(1, 1, 20).kernel(3, 3).pad(1, 1, 1, 1).check(kernels);
        layer(4, 4, 20).kernel(1, 1).limit(-0.25f, 0.25f).check(kernels);
        layer(4, 4, 20).kernel(3, 3).pad(1, 1, 1, 1).outputsFirst().check(kernels);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void sharedByThreads(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 3);
        layer(40, 40, 144).kernel(3, 3).pad(1, 1, 1, 1).check(kernels);
        layer(40, 40, 48).kernel(5, 5).pad(2, 2, 2, 2).check(kernels);
    }

    private static Layer layer(int height, int width, int channels) {
        return new Layer(height, width, channels, channels).groups(channels);
    }
}
