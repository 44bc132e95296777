package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Prediction;

/** When people are told that a model is not sure. */
public final class Confidence {
    private static final float LOW = 0.3f;

    private Confidence() {}

    /** Whether a best class should not be relied on. */
    public static boolean isLow(Prediction best) {
        return best.score() < LOW;
    }
}
