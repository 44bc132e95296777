package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolingTest {
    private static final int MAXIMUM = 0;
    private static final int AVERAGE = 1;
    private static final int AVERAGE_WITH_PADDING = 2;

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void everyKindOfEveryWindow(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int kind = MAXIMUM; kind <= AVERAGE_WITH_PADDING; kind++) {
            for (int channels : new int[] {1, 13, 16, 33}) {
                check(kernels, kind, 7, 6, channels, 2, 2, 0, 1);
                check(kernels, kind, 7, 6, channels, 3, 2, 1, 1);
                check(kernels, kind, 8, 8, channels, 3, 1, 1, 2);
                check(kernels, kind, 6, 6, channels, 6, 6, 0, 1);
                check(kernels, kind, 3, 3, channels, 2, 1, 2, 1); // the outermost windows lie wholly in the padding
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void meanOfRows(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int channels : new int[] {1, 3, 13, 16, 24, 33, 207}) {
            var image = new GuestImage(channels);
            float[] input = image.random(49 * channels);
            int output = image.space(channels * 4);
            kernels.mean(image.bytes(), image.floats(input), 49, channels, output);
            float[] found = image.read(output, channels);
            for (int channel = 0; channel < channels; channel++) {
                double sum = 0;
                for (int row = 0; row < 49; row++) {
                    sum += input[row * channels + channel];
                }
                assertEquals(sum / 49, found[channel], 1e-6);
            }
        }
    }

    private static void check(
            Kernels kernels,
            int kind,
            int height,
            int width,
            int channels,
            int kernel,
            int stride,
            int pad,
            int dilation) {
        int outHeight = (height + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
        int outWidth = (width + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
        var image = new GuestImage(kind);
        float[] input = image.random(height * width * channels);
        int geometry = image.words(
                height,
                width,
                channels,
                outHeight,
                outWidth,
                channels,
                kernel,
                kernel,
                stride,
                stride,
                dilation,
                dilation,
                pad,
                pad,
                1,
                Float.floatToIntBits(Float.NEGATIVE_INFINITY),
                Float.floatToIntBits(Float.POSITIVE_INFINITY));
        int output = image.space(outHeight * outWidth * channels * 4);
        kernels.pool(image.bytes(), kind, geometry, image.floats(input), output);
        float[] found = image.read(output, outHeight * outWidth * channels);
        for (int i = 0; i < found.length; i++) {
            int y = i / channels / outWidth * stride - pad;
            int x = i / channels % outWidth * stride - pad;
            double sum = 0;
            double best = Double.NEGATIVE_INFINITY;
            int inside = 0;
            for (int tap = 0; tap < kernel * kernel; tap++) {
                int row = y + tap / kernel * dilation;
                int column = x + tap % kernel * dilation;
                if (row >= 0 && row < height && column >= 0 && column < width) {
                    float value = input[(row * width + column) * channels + i % channels];
                    sum += value;
                    best = Math.max(best, value);
                    inside++;
                }
            }
            double expected = switch (kind) {
                case MAXIMUM -> inside == 0 ? 0 : best;
                case AVERAGE -> sum / Math.max(1, inside);
                default -> sum / (kernel * kernel);
            };
            assertEquals(expected, found[i], 1e-6, "kind " + kind + ", result " + i);
        }
    }
}
