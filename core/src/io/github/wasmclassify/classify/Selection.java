package io.github.wasmclassify.classify;

/**
 * Which of a picture's classes are returned.
 *
 * @param top how many, the best first, at least 1
 * @param threshold of models whose classes are independent of each other, all with at least this score are returned,
 *     instead of {@code top}; 0 for none
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
