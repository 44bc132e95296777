package wasmclassify.guest.kernels;

import static wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function and what is made of it. The JVM's own vector operation exists on some machines only.
 *
 * <p>After Moshier's Cephes library (expf.c, tanhf.c): exp(x) = 2^n exp(r), with n the nearest integer to x / ln 2 and a polynomial for
 * exp(r) on |r| <= ln 2 / 2. The error is below 2 units in the last place. Results below the smallest normal number are 0.
 */
final class Exponential {
    /** Where the result leaves the range of normal floats. */
    private static final float HIGHEST = 88.722_84f;
    private static final float LOWEST = -87.336_54f;
    private static final float LOG2_E = 1.442_695_04f;
    /** ln 2 in two parts, the first of few bits, so that its product with n is exact. */
    private static final float LN2_HIGH = 0.693_359_375f;
    private static final float LN2_LOW = -2.121_944_4e-4f;
    /** Adding it leaves a float's integer part in the lowest bits: 1.5 x 2^23. */
    private static final float ROUNDING = 12_582_912f;
    private static final int FRACTION_BITS = 23;

    private Exponential() {}

    static FloatVector exp(FloatVector x) {
        FloatVector inside = x.max(LOWEST).min(HIGHEST);
        FloatVector result = power(inside);
        result = result.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, HIGHEST));
        return result.blend(0f, x.compare(VectorOperators.LT, LOWEST));
    }

    /** 1 / (1 + exp(-x)). */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = power(x.neg().max(LOWEST).min(HIGHEST));
        return FloatVector.broadcast(FLOATS, 1).div(e.add(1));
    }

    static FloatVector tanh(FloatVector x) {
        // 1 - 2 / (exp(2|x|) + 1), and near zero, where that would cancel, a polynomial
        FloatVector size = x.abs();
        FloatVector e = power(size.add(size).min(HIGHEST));
        FloatVector far = FloatVector.broadcast(FLOATS, 1).sub(FloatVector.broadcast(FLOATS, 2).div(e.add(1)));
        FloatVector signed = far.blend(far.neg(), x.compare(VectorOperators.LT, 0));
        FloatVector z = x.mul(x);
        FloatVector p = z.mul(-5.704_988_7e-3f).add(2.063_908_9e-2f);
        p = p.fma(z, constant(-5.373_971_5e-2f));
        p = p.fma(z, constant(1.333_144_2e-1f));
        p = p.fma(z, constant(-3.333_328_2e-1f));
        FloatVector near = p.mul(z).fma(x, x);
        return signed.blend(near, size.compare(VectorOperators.LT, 0.625f));
    }

    /** exp of a value from {@link #LOWEST} to {@link #HIGHEST}, or NaN. */
    private static FloatVector power(FloatVector x) {
        FloatVector shifted = x.fma(constant(LOG2_E), constant(ROUNDING));
        FloatVector n = shifted.sub(ROUNDING);
        FloatVector r = n.fma(constant(-LN2_HIGH), x);
        r = n.fma(constant(-LN2_LOW), r);
        FloatVector p = r.mul(1.987_569_1e-4f).add(1.398_199_9e-3f);
        p = p.fma(r, constant(8.333_452e-3f));
        p = p.fma(r, constant(4.166_579_6e-2f));
        p = p.fma(r, constant(1.666_666_5e-1f));
        p = p.fma(r, constant(5.000_000_1e-1f));
        p = p.fma(r.mul(r), r.add(1));
        // n is added to the exponent; in two steps, as 2^128 is no float
        IntVector exponent = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDING));
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return scaled(scaled(p, half), exponent.sub(half));
    }

    private static FloatVector scaled(FloatVector value, IntVector exponent) {
        IntVector bits = exponent.add(127).lanewise(VectorOperators.LSHL, FRACTION_BITS);
        return value.mul(bits.reinterpretAsFloats());
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
