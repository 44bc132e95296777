package io.github.wasmclassify.guest.kernels;

/**
 * The filter along one axis of a picture, as a table: of which neighbours an output consists, and with what weights.
 * They are integers in units of 2^-22, the same ones as Pillow has for 8-bit channels.
 *
 * @param first the first source of each output
 * @param count how many sources each output has
 * @param weights of all outputs, {@code stride} apart
 * @param isIdentity whether every output is its source
 */
record ResampleFilter(int[] first, int[] count, int[] weights, int stride, boolean isIdentity) {
    /** 32 bits less the 8 of a pixel and 2 for sign and overshoot. */
    static final int FRACTION_BITS = 32 - 8 - 2;
    /** Half of one level, so that a shift by {@link #FRACTION_BITS} rounds. */
    static final int HALF = 1 << (FRACTION_BITS - 1);

    /**
     * The filter that maps {@code start..end} of {@code size} sources onto {@code outputs}; 0 <= start < end <= size.
     */
    static ResampleFilter of(int size, double start, double end, int outputs, ResizeMethod method) {
        if (size == outputs && start == 0 && end == size) {
            return identity(size);
        }
        double scale = (end - start) / outputs;
        double unit = method.unit(scale);
        double support = method.radius() * unit;
        int stride = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[outputs];
        int[] count = new int[outputs];
        int[] weights = new int[Bytes.elements(outputs, stride, 1)];
        double[] exact = new double[stride];
        double walked = start + 0.5 * scale; // Pillow adds up where its nearest pixels are
        for (int i = 0; i < outputs; i++, walked += scale) {
            double center = start + (i + 0.5) * scale;
            if (method == ResizeMethod.NEAREST) {
                first[i] = Math.min((int) walked, size - 1);
                count[i] = 1;
            } else {
                first[i] = (int) Math.max(0, center - support + 0.5);
                count[i] = Math.max(0, Math.min(size, (int) (center + support + 0.5)) - first[i]);
            }
            weigh(method, first[i], count[i], center, 1 / unit, exact);
            for (int k = 0; k < count[i]; k++) {
                weights[i * stride + k] = (int) (exact[k] * (1 << FRACTION_BITS) + Math.copySign(0.5, exact[k]));
            }
        }
        return new ResampleFilter(first, count, weights, stride, false);
    }

    private static ResampleFilter identity(int size) {
        int[] first = new int[size];
        int[] count = new int[size];
        int[] weights = new int[size];
        for (int i = 0; i < size; i++) {
            first[i] = i;
            count[i] = 1;
            weights[i] = 1 << FRACTION_BITS;
        }
        return new ResampleFilter(first, count, weights, 1, true);
    }

    /** The weights of {@code count} sources around {@code center}, adding up to 1. */
    private static void weigh(
            ResizeMethod method, int first, int count, double center, double steepness, double[] weights) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            weights[k] = method.weight((first + k - center + 0.5) * steepness);
            sum += weights[k];
        }
        for (int k = 0; k < count && sum != 0; k++) {
            weights[k] /= sum;
        }
    }

    int outputs() {
        return first.length;
    }

    /** The first source that any output needs. */
    int begin() {
        return first[0];
    }

    /** The source after the last that any output needs. */
    int end() {
        int last = first.length - 1;
        return first[last] + count[last];
    }
}
