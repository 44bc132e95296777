package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.error.PictureException;
import java.util.Optional;

/**
 * How a picture did.
 *
 * @param name the picture's
 * @param expected what it should be taken for, in words
 * @param outcome what became of it
 * @param difference between what was expected and what was found; empty where there is none, and where nothing was
 *     found
 */
public record CheckResult(String name, String expected, Outcome outcome, Optional<String> difference) {
    /** Why nothing was found, if nothing was. */
    public Optional<PictureException> failure() {
        return outcome instanceof Outcome.Failed failed ? Optional.of(failed.failure()) : Optional.empty();
    }
}
