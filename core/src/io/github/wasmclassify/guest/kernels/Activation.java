package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of one value, applied to every value of a tensor; the output may be the input. The values at the end that
 * do not fill a vector go through a copy that does, so that equal values give equal results wherever they stand.
 */
final class Activation {
    /**
     * Added to a float of at most 2^22 and taken off again, it leaves the nearest whole number, and of two the even
     * one.
     */
    private static final float ROUNDING = 0x1.8p23f;

    /** Floats whose exponentials are made at a time: few enough for the first-level cache. */
    private static final int CHUNK = 1 << 10;

    /** Floats that a thread takes at a time. */
    private static final int BLOCK = 1 << 14;
    /** Multiplications that a value is worth when threads share the work. */
    private static final int WORK = 8;

    private Activation() {}

    static void run(
            byte[] memory,
            int op,
            float alpha,
            float beta,
            float gamma,
            int input,
            int output,
            int length,
            Workers workers) {
        Operations.requireUnary(op);
        int blocks = (length + BLOCK - 1) / BLOCK;
        workers.forEach(workers.threadsFor((long) length * WORK), blocks, block -> {
            int start = block * BLOCK;
            int at = start * Float.BYTES;
            apply(memory, op, alpha, beta, gamma, input + at, output + at, Math.min(BLOCK, length - start));
        });
    }

    /** The same on the caller's thread. */
    static void apply(byte[] memory, int op, float alpha, float beta, float gamma, int input, int output, int length) {
        int whole = (length - length % COUNT) * Float.BYTES;
        vectors(op, alpha, beta, gamma, memory, input, output, whole);
        int rest = length * Float.BYTES - whole;
        if (rest > 0) {
            byte[] last = new byte[WIDTH];
            System.arraycopy(memory, input + whole, last, 0, rest);
            vectors(op, alpha, beta, gamma, last, 0, 0, WIDTH);
            System.arraycopy(last, 0, memory, output + whole, rest);
        }
    }

    private static void vectors(
            int op, float alpha, float beta, float gamma, byte[] memory, int input, int output, int end) {
        switch (op) {
            case Operations.SIGMOID -> Exponential.logistic(memory, input, false, memory, input, output, end);
            case Operations.SWISH -> Exponential.logistic(memory, input, true, memory, input, output, end);
            case Operations.LIMIT -> limit(alpha, beta, memory, input, output, end);
            case Operations.HARD_SIGMOID -> hardSigmoid(alpha, beta, memory, input, output, end);
            case Operations.HARD_SWISH -> hardSwish(memory, input, output, end);
            case Operations.LEAKY_RELU -> leakyRelu(alpha, memory, input, output, end);
            case Operations.RECIPROCAL_SQUARE_ROOT -> reciprocalSquareRoot(memory, input, output, end);
            case Operations.SQUARE_ROOT -> squareRoot(memory, input, output, end);
            case Operations.GELU -> ErrorFunction.gelu(memory, input, output, end);
            case Operations.ERROR_FUNCTION -> ErrorFunction.erf(memory, input, output, end);
            case Operations.QUANTISE -> quantise(alpha, beta, gamma, memory, input, output, end);
            case Operations.GELU_TANH -> geluTanh(memory, input, output, end);
            default -> exponentials(op, memory, input, output, end);
        }
    }

    /** x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)), as (1 + tanh(y)) / 2 is sigmoid(2 y). */
    private static void geluTanh(byte[] memory, int input, int output, int end) {
        int chunk = CHUNK * Float.BYTES;
        byte[] arguments = new byte[Math.min(end, chunk)];
        for (int start = 0; start < end; start += chunk) {
            int count = Math.min(end - start, chunk) / Float.BYTES;
            cubic(memory, input + start, arguments, count);
            Exponential.logistic(arguments, 0, true, memory, input + start, output + start, count * Float.BYTES);
        }
    }

    /** The exponential and the hyperbolic tangent, chunk by chunk. */
    private static void exponentials(int op, byte[] memory, int input, int output, int end) {
        float factor = op == Operations.EXPONENTIAL ? 1 : 2;
        int chunk = CHUNK * Float.BYTES;
        float[] e = new float[Math.min(end, chunk) / Float.BYTES];
        for (int start = 0; start < end; start += chunk) {
            int count = Math.min(end - start, chunk) / Float.BYTES;
            Exponential.fill(memory, input + start, factor, 0, e, count);
            if (op == Operations.EXPONENTIAL) {
                copy(e, memory, output + start, count);
            } else {
                hyperbolicTangent(e, memory, input + start, output + start, count);
            }
        }
    }

    // A loop for each function, which calls nothing but the Vector API: see Lanes.

    private static void limit(float low, float high, byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            x.max(low).min(high).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    /** The whole numbers from {@code low} to {@code high} that are nearest to x / scale, times scale. */
    private static void quantise(float scale, float low, float high, byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i)
                    .reinterpretAsFloats()
                    .div(scale);
            FloatVector limited =
                    x.blend(low, x.compare(VectorOperators.LT, low)).blend(high, x.compare(VectorOperators.GT, high));
            limited.add(ROUNDING).sub(ROUNDING).mul(scale).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void hardSigmoid(float alpha, float beta, byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            x.mul(alpha).add(beta).max(0f).min(1f).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void hardSwish(byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            x.mul(x.add(3f).max(0f).min(6f)).mul(1 / 6f).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void leakyRelu(float slope, byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f))
                    .reinterpretAsBytes()
                    .intoArray(memory, output + i);
        }
    }

    private static void reciprocalSquareRoot(byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            FloatVector.broadcast(FLOATS, 1f).div(x.sqrt()).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void squareRoot(byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            x.sqrt().reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void cubic(byte[] memory, int input, byte[] results, int count) {
        for (int i = 0; i < count * Float.BYTES; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            FloatVector factor = x.mul(x).mul(0.071_354_82f).add(1.595_769_1f);
            x.mul(factor).reinterpretAsBytes().intoArray(results, i);
        }
    }

    /** 1 - 2 / (exp(2x) + 1), and near zero, where that cancels, the polynomial of Cephes' tanhf.c. */
    private static void hyperbolicTangent(float[] e, byte[] memory, int input, int output, int count) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        for (int i = 0; i < count; i += COUNT) {
            FloatVector x =
                    ByteVector.fromArray(BYTES, memory, input + i * Float.BYTES).reinterpretAsFloats();
            FloatVector far =
                    one.sub(two.div(FloatVector.fromArray(FLOATS, e, i).add(1f)));
            FloatVector z = x.mul(x);
            FloatVector p = FloatVector.broadcast(FLOATS, -5.704_988_7e-3f)
                    .fma(z, FloatVector.broadcast(FLOATS, 2.063_908_9e-2f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -5.373_971_5e-2f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, 1.333_144_2e-1f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -3.333_328_2e-1f));
            FloatVector near = p.mul(z).fma(x, x);
            far.blend(near, x.abs().compare(VectorOperators.LT, 0.625f))
                    .reinterpretAsBytes()
                    .intoArray(memory, output + i * Float.BYTES);
        }
    }

    private static void copy(float[] values, byte[] memory, int output, int count) {
        for (int i = 0; i < count; i += COUNT) {
            FloatVector.fromArray(FLOATS, values, i).reinterpretAsBytes().intoArray(memory, output + i * Float.BYTES);
        }
    }
}
