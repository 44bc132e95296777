package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax and normalisation of rows, held against their definitions in double precision. */
class RowsTest {
    private static final int[] CHANNELS = {1, 3, 8, 13, 16, 49, 197};
    private static final int ROWS = 37;

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void softmax(int bits) {
        for (int channels : CHANNELS) {
            for (int threads : new int[] {1, 3}) {
                Kernels kernels = VectorWidths.kernels(bits, threads);
                var image = new GuestImage(channels, 1 << 18);
                float[] input = image.random(ROWS * channels);
                for (int i = 0; i < input.length; i++) {
                    input[i] *= 50;
                }
                int output = image.space(input.length * 4);
                kernels.softmax(image.bytes(), image.floats(input), ROWS, channels, output);
                float[] found = image.read(output, input.length);
                for (int row = 0; row < ROWS; row++) {
                    double sum = 0;
                    for (int i = 0; i < channels; i++) {
                        sum += Math.exp(input[row * channels + i]);
                    }
                    for (int i = row * channels; i < (row + 1) * channels; i++) {
                        assertEquals(Math.exp(input[i]) / sum, found[i], 1e-6, channels + " channels");
                    }
                }
                assertTrue(image.isUntouchedAround(output, input.length * 4));
            }
        }
    }

    /** The last row may end where memory ends. */
    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void softmaxAtTheEndOfMemory(int bits) {
        var image = new GuestImage(1, 128);
        VectorWidths.kernels(bits, 1).softmax(image.bytes(), 128 - 12, 1, 3, 128 - 12);
        float[] found = image.read(128 - 12, 3);
        assertEquals(1, found[0] + found[1] + found[2], 1e-6);
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void normalisation(int bits) {
        for (int channels : CHANNELS) {
            for (boolean rootMeanSquare : new boolean[] {false, true}) {
                checkNorm(VectorWidths.kernels(bits, 1), channels, rootMeanSquare);
                checkNorm(VectorWidths.kernels(bits, 3), channels, rootMeanSquare);
            }
        }
    }

    private static void checkNorm(Kernels kernels, int channels, boolean rootMeanSquare) {
        double epsilon = 1e-2f;
        var image = new GuestImage(channels, 1 << 18);
        float[] input = image.random(ROWS * channels);
        float[] scale = image.random(channels);
        float[] bias = image.random(channels);
        int output = image.space(input.length * 4);
        int request = image.words(
                image.floats(input),
                ROWS,
                channels,
                image.floats(scale),
                image.floats(bias),
                output,
                Float.floatToRawIntBits((float) epsilon),
                rootMeanSquare ? 1 : 0);
        kernels.normalise(image.bytes(), request);
        float[] found = image.read(output, input.length);
        for (int row = 0; row < ROWS; row++) {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < channels && !rootMeanSquare; i++) {
                mean += input[row * channels + i] / (double) channels;
            }
            for (int i = 0; i < channels; i++) {
                squares += Math.pow(input[row * channels + i] - mean, 2) / channels;
            }
            for (int i = 0; i < channels; i++) {
                double expected =
                        (input[row * channels + i] - mean) / Math.sqrt(squares + epsilon) * scale[i] + bias[i];
                assertEquals(expected, found[row * channels + i], 3e-6, channels + " channels");
            }
        }
        assertTrue(image.isUntouchedAround(output, input.length * 4));
    }
}
