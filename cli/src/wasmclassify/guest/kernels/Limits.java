package wasmclassify.guest.kernels;

/**
 * The range that every result of a kernel is brought into.
 *
 * <p>The kernels limit floats by their bits, as signed integers: two instructions, where {@code max} and {@code min} of floats are a dozen
 * because of NaN and of -0. The order of the bits is that of the floats as long as none below zero is left, so this covers ReLU and ReLU6
 * (a NaN becomes one of the bounds), and no limit at all. Any other range takes a pass of its own.
 *
 * @param lowBits for {@code max} of the values' bits
 * @param highBits for {@code min} of the values' bits
 * @param separate whether {@link #finish} has something to do
 */
record Limits(float low, float high, int lowBits, int highBits, boolean separate) {
    static final Limits NONE = of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    static Limits of(float low, float high) {
        if (low == 0 && high >= 0) {
            return new Limits(low, high, 0, Float.floatToRawIntBits(high), false);
        }
        boolean none = low == Float.NEGATIVE_INFINITY && high == Float.POSITIVE_INFINITY;
        return new Limits(low, high, Integer.MIN_VALUE, Integer.MAX_VALUE, !none);
    }

    /** Limits results that were only limited by their bits so far. */
    void finish(byte[] memory, int output, int length) {
        if (separate) {
            Activation.limit(memory, low, high, output, output, length);
        }
    }

    /** A value in range, by the same rules as the kernels. */
    float apply(float value) {
        int bits = Math.min(Math.max(Float.floatToRawIntBits(value), lowBits), highBits);
        return Float.intBitsToFloat(bits);
    }
}
