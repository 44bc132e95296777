package io.github.wasmclassify.cli.evaluate;

/**
 * What a picture should be taken for.
 *
 * @param classIndex of the class that it shows
 * @param minConfidence that this class must have, 0 to 1
 * @param top among how many of the best classes it must be, 1 for the best alone
 */
record Expectation(int classIndex, double minConfidence, int top) {
    /** The best class must be this one, whatever its confidence. */
    static Expectation of(int classIndex) {
        return new Expectation(classIndex, 0, 1);
    }
}
