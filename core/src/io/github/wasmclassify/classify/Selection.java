package io.github.wasmclassify.classify;

/**
 * Which classes of a picture are returned.
 *
 * @param top the number of classes, best first, at least 1
 * @param threshold for models with independent classes: return all with at least this score instead of {@code top}; 0
 *     disables
 */
public record Selection(int top, double threshold) {
    /** Every class, the best first. */
    public static final Selection ALL = new Selection(Integer.MAX_VALUE, 0);

    /** @throws IllegalArgumentException if {@code top} is less than 1 */
    public Selection {
        if (top < 1) {
            throw new IllegalArgumentException("top must be at least 1, not " + top);
        }
    }
}
