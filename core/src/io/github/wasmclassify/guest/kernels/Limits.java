package io.github.wasmclassify.guest.kernels;

/**
 * The range that every result of a kernel is brought into.
 *
 * <p>The kernels compare and blend: two instructions for each bound, where {@code max} and {@code min} of vectors are a
 * dozen because of -0. A NaN is neither below nor above a bound, so it stays one, and it is seen at the end that a
 * network computes nonsense.
 */
record Limits(float low, float high) {
    static final Limits NONE = of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    /** Values are first brought to {@code low} and then to {@code high}, should that be the smaller one. */
    static Limits of(float low, float high) {
        return new Limits(Math.min(low, high), high);
    }

    /** A value in range, by the same rules as the kernels. */
    float apply(float value) {
        return Math.min(Math.max(value, low), high);
    }
}
