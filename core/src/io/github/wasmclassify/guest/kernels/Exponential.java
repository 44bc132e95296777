package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function. The JVM's own vector operation is one instruction, or few, on some machines only.
 *
 * <p>After Moshier's Cephes library (expf.c): exp(x) = 2^n exp(r), with n the nearest integer to x / ln 2 and a
 * polynomial for exp(r) on |r| <= ln 2 / 2. The error is below 2 units in the last place. Results below the smallest
 * normal number are 0.
 */
final class Exponential {
    /** Where the result leaves the range of normal floats. */
    private static final float HIGHEST = 88.722_84f;

    /** Up to here 2^n is a float. */
    private static final float HIGHEST_IN_ONE_STEP = 88;

    private static final float LOWEST = -87.336_54f;
    private static final float LOG2_E = 1.442_695_04f;
    /** ln 2 in two parts, the first of few bits, so that its product with n is exact. */
    private static final float LN2_HIGH = 0.693_359_375f;

    private static final float LN2_LOW = -2.121_944_4e-4f;
    /** Adding it leaves a float's integer part in the lowest bits: 1.5 x 2^23. */
    private static final float ROUNDING = 12_582_912f;

    private static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);
    private static final int FRACTION_BITS = 23;
    private static final int EXPONENT_BIAS = 127;

    private Exponential() {}

    /** results[i] = exp(factor x[i] + shift), for whole vectors up to {@code count}. */
    static void fill(byte[] memory, int x, float factor, float shift, float[] results, int count) {
        FloatVector rounding = FloatVector.broadcast(FLOATS, ROUNDING);
        for (int i = 0; i < count; i += COUNT) {
            FloatVector exact = ByteVector.fromArray(BYTES, memory, x + i * Float.BYTES)
                    .reinterpretAsFloats()
                    .mul(factor)
                    .add(shift);
            // max and min would heed negative zeros, which takes several instructions
            FloatVector above = exact.blend(LOWEST, exact.compare(VectorOperators.LT, LOWEST));
            FloatVector inside = above.blend(HIGHEST, above.compare(VectorOperators.GT, HIGHEST));
            FloatVector shifted = inside.fma(FloatVector.broadcast(FLOATS, LOG2_E), rounding);
            FloatVector n = shifted.sub(rounding);
            FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), inside);
            r = n.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(FLOATS, 1.987_569_1e-4f);
            p = p.fma(r, FloatVector.broadcast(FLOATS, 1.398_199_9e-3f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 8.333_452e-3f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 4.166_579_6e-2f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 1.666_666_5e-1f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 5.000_000_1e-1f));
            p = p.fma(r.mul(r), r.add(1f));
            // n is added to the exponent; in two steps, as 2^128 is no float
            IntVector whole = shifted.reinterpretAsInts().sub(ROUNDING_BITS);
            IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = whole.sub(half);
            p = p.mul(half.add(EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats());
            p = p.mul(rest.add(EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats());
            p = p.blend(Float.POSITIVE_INFINITY, exact.compare(VectorOperators.GT, HIGHEST));
            p.blend(0f, exact.compare(VectorOperators.LT, LOWEST)).intoArray(results, i);
        }
    }

    /**
     * output[i] = y[i] / (1 + exp(-z[i])), where y is x or 1, for whole vectors up to {@code end} bytes. The
     * exponential is that of {@link #fill}, written again because a vector that a method returns becomes an object.
     */
    static void logistic(byte[] z, int zAt, boolean timesX, byte[] memory, int input, int output, int end) {
        VectorMask<Float> isX = FLOATS.maskAll(timesX);
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        FloatVector rounding = FloatVector.broadcast(FLOATS, ROUNDING);
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            FloatVector exact = ByteVector.fromArray(BYTES, z, zAt + i)
                    .reinterpretAsFloats()
                    .neg();
            FloatVector above = exact.blend(LOWEST, exact.compare(VectorOperators.LT, LOWEST));
            FloatVector inside =
                    above.blend(HIGHEST_IN_ONE_STEP, above.compare(VectorOperators.GT, HIGHEST_IN_ONE_STEP));
            FloatVector shifted = inside.fma(FloatVector.broadcast(FLOATS, LOG2_E), rounding);
            FloatVector n = shifted.sub(rounding);
            FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), inside);
            r = n.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(FLOATS, 1.987_569_1e-4f);
            p = p.fma(r, FloatVector.broadcast(FLOATS, 1.398_199_9e-3f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 8.333_452e-3f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 4.166_579_6e-2f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 1.666_666_5e-1f));
            p = p.fma(r, FloatVector.broadcast(FLOATS, 5.000_000_1e-1f));
            p = p.fma(r.mul(r), r.add(1f));
            p = p.mul(shifted.reinterpretAsInts()
                    .sub(ROUNDING_BITS - EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats());
            FloatVector result = one.blend(x, isX).div(p.add(1f));
            result.blend(0f, exact.compare(VectorOperators.GT, HIGHEST_IN_ONE_STEP))
                    .reinterpretAsBytes()
                    .intoArray(memory, output + i);
        }
    }
}
