package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {
    private static final int[] LENGTHS = {1, 3, 13, 16, 32, 207};
    private static final DoubleBinaryOperator[] BINARY = {
        (x, y) -> x + y, (x, y) -> x - y, (x, y) -> x * y, (x, y) -> x / y, Math::max, Math::min,
    };
    /** Long enough for several threads, and no multiple of a vector. */
    private static final int LONG = 300_007;

    private static final float ALPHA = 0.2f;
    private static final float BETA = 0.5f;
    private static final float GAMMA = 7;
    private static final DoubleUnaryOperator[] UNARY = {
        x -> Math.min(Math.max(x, ALPHA), BETA),
        x -> 1 / (1 + Math.exp(-x)),
        x -> Math.min(Math.max(ALPHA * x + BETA, 0), 1),
        x -> x / (1 + Math.exp(-x)),
        x -> x * Math.min(Math.max(x + 3, 0), 6) / 6,
        x -> x < 0 ? ALPHA * x : x,
        x -> 1 / Math.sqrt(x),
        Math::sqrt,
        Math::exp,
        Math::tanh,
        x -> x * normal(x),
        x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        x -> 2 * normal(x * Math.sqrt(2)) - 1,
    };
    private static final int FIRST_ROOT = 6;
    private static final int LAST_ROOT = 7;
    private static final int SIGMOID = 1;
    private static final int EXPONENTIAL = 8;
    private static final int TANH = 9;
    private static final int GELU = 10;
    private static final int QUANTISE = 13;

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void binaryOfEqualLengthsAndRepeating(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int op = 0; op < BINARY.length; op++) {
            for (int length : LENGTHS) {
                for (int period : new int[] {1, 3, 24, length}) {
                    checkBinary(kernels, op, Math.max(length, period), period, false);
                }
                checkBinary(kernels, op, length, length, true);
            }
        }
    }

    private static void checkBinary(Kernels kernels, int op, int length, int period, boolean inPlace) {
        var image = new GuestImage(length);
        float[] a = image.random(length);
        float[] b = image.random(period);
        int first = image.floats(a);
        int output = inPlace ? first : image.space(length * 4);
        kernels.binary(image.bytes(), op, first, image.floats(b), period, output, length);
        float[] found = image.read(output, length);
        for (int i = 0; i < length; i++) {
            double expected = BINARY[op].applyAsDouble(a[i], b[i % period]);
            double tolerance = 1e-6 * Math.max(1, Math.abs(expected));
            assertEquals(expected, found[i], tolerance, "op " + op + ", length " + length + ", period " + period);
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void threadsShareLongTensors(int bits) {
        Kernels alone = VectorWidths.kernels(bits, 1);
        Kernels shared = VectorWidths.kernels(bits, 2);
        var image = new GuestImage(1, 4 * LONG * 4);
        int input = image.floats(image.random(LONG));
        int operand = image.floats(image.random(LONG));
        int output = image.space(LONG * 4);
        for (int period : new int[] {1, 24, LONG / 2 + 1, LONG}) {
            for (int op = 0; op < BINARY.length; op++) {
                alone.binary(image.bytes(), op, input, operand, period, output, LONG);
                float[] expected = image.read(output, LONG);
                shared.binary(image.bytes(), op, input, operand, period, output, LONG);
                assertArrayEquals(expected, image.read(output, LONG), "op " + op + ", period " + period);
            }
        }
        for (int op = 0; op < UNARY.length; op++) {
            alone.unary(image.bytes(), op, ALPHA, BETA, GAMMA, input, output, LONG);
            float[] expected = image.read(output, LONG);
            shared.unary(image.bytes(), op, ALPHA, BETA, GAMMA, input, output, LONG);
            assertArrayEquals(expected, image.read(output, LONG), "op " + op);
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void unary(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        for (int op = 0; op < UNARY.length; op++) {
            for (int length : LENGTHS) {
                var image = new GuestImage(length);
                float[] input = image.random(length);
                for (int i = 0; i < length; i++) {
                    input[i] = op == FIRST_ROOT || op == LAST_ROOT ? Math.abs(input[i]) + 0.01f : input[i] * 12;
                }
                int address = image.floats(input);
                int output = length % 2 == 0 ? address : image.space(length * 4);
                kernels.unary(image.bytes(), op, ALPHA, BETA, GAMMA, address, output, length);
                assertClose(op, input, image.read(output, length));
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void exponentialsOverTheirWholeRange(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        float[] input = new float[1000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (i - 500) * 0.174f;
        }
        for (int op : new int[] {SIGMOID, EXPONENTIAL, TANH}) {
            var image = new GuestImage(op);
            int output = image.space(input.length * 4);
            kernels.unary(image.bytes(), op, 0, 0, 0, image.floats(input), output, input.length);
            assertClose(op, input, image.read(output, input.length));
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void exponentialsBeyondTheirRange(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        float[] input = {Float.NEGATIVE_INFINITY, -200, 200, Float.POSITIVE_INFINITY, Float.NaN, 0, -0f};
        float[][] expected = {
            {0, 0, 1, 1, Float.NaN, 0.5f, 0.5f},
            {0, 0, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN, 1, 1},
            {-1, -1, 1, 1, Float.NaN, 0, -0f},
        };
        int[] ops = {SIGMOID, EXPONENTIAL, TANH};
        for (int op = 0; op < ops.length; op++) {
            var image = new GuestImage(op);
            int output = image.space(input.length * 4);
            kernels.unary(image.bytes(), ops[op], 0, 0, 0, image.floats(input), output, input.length);
            float[] found = image.read(output, input.length);
            for (int i = 0; i < input.length; i++) {
                assertEquals(expected[op][i], found[i], 1e-37f, "op " + ops[op] + " of " + input[i]);
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void levelsOfAQuantiser(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        float scale = 0.25f;
        float[] input = {
            0, 0.124f, 0.125f, 0.375f, -0.125f, -0.375f, -0.626f, 1e9f, -1e9f, Float.POSITIVE_INFINITY, Float.NaN
        };
        float[] expected = {0, 0, 0, 0.5f, 0, -0.5f, -0.75f, 31.75f, -32, 31.75f, Float.NaN};
        var image = new GuestImage(1);
        int output = image.space(input.length * 4);
        kernels.unary(image.bytes(), QUANTISE, scale, -128, 127, image.floats(input), output, input.length);
        assertArrayEquals(expected, image.read(output, input.length));
    }

    @ParameterizedTest(name = "{0} bits")
    @MethodSource("io.github.wasmclassify.guest.kernels.VectorWidths#all")
    void levelsOfSixteenBits(int bits) {
        Kernels kernels = VectorWidths.kernels(bits, 1);
        var image = new GuestImage(16);
        float[] input = image.random(1000);
        int output = image.space(input.length * 4);
        float scale = 1f / 40_000;
        kernels.unary(image.bytes(), QUANTISE, scale, -32768, 32767, image.floats(input), output, input.length);
        float[] found = image.read(output, input.length);
        for (int i = 0; i < input.length; i++) {
            assertEquals((float) Math.max(-32768, Math.min(32767, Math.rint(input[i] / scale))) * scale, found[i]);
        }
    }

    /** The distribution function of the normal distribution, by Simpson's rule; beyond 8 it is 0 or 1. */
    private static double normal(double x) {
        int steps = 2000;
        double width = Math.max(-8, Math.min(8, x)) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.exp(-i * width * i * width / 2);
        }
        return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
    }

    /** Within three units in the last place of the function's value. */
    private static void assertClose(int op, float[] input, float[] found) {
        for (int i = 0; i < input.length; i++) {
            double expected = UNARY[op].applyAsDouble(input[i]);
            double tolerance = Math.max(Math.abs(expected) * 3.6e-7, 1e-37);
            if (op <= 5 && op != SIGMOID || op >= GELU) {
                tolerance += 1e-6; // sums that cancel
            }
            assertEquals(expected, found[i], tolerance, "op " + op + " of " + input[i]);
        }
    }
}
