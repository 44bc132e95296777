package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.error.PictureException;
import java.util.Optional;

/**
 * The result of checking a picture.
 *
 * @param name of the picture
 * @param expected the expectation, in words
 * @param outcome of classifying it
 * @param difference between expectation and outcome; empty if there is none, and if the picture failed
 */
public record CheckResult(String name, String expected, Outcome outcome, Optional<String> difference) {
    /** Why the picture failed, if it did. */
    public Optional<PictureException> failure() {
        return outcome instanceof Outcome.Failed failed ? Optional.of(failed.failure()) : Optional.empty();
    }
}
