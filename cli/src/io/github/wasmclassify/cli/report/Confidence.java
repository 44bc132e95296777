package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Prediction;

/** Decides when users are told that a model is unsure. */
public final class Confidence {
    private static final float LOW = 0.3f;

    private Confidence() {}

    /** Whether the best class is too uncertain to rely on. */
    public static boolean isLow(Prediction best) {
        return best.score() < LOW;
    }
}
