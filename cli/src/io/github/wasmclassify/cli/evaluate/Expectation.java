package io.github.wasmclassify.cli.evaluate;

/**
 * The expected result for a picture.
 *
 * @param classIndex the expected class
 * @param minConfidence the least score of this class, 0 to 1
 * @param top the class must be among this many best ones; 1 for the best alone
 */
record Expectation(int classIndex, double minConfidence, int top) {
    /** The best class must be this one, whatever its confidence. */
    static Expectation of(int classIndex) {
        return new Expectation(classIndex, 0, 1);
    }
}
