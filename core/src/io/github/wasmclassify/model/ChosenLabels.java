package io.github.wasmclassify.model;

import io.github.wasmclassify.model.labels.Labels;
import java.util.Optional;

/**
 * The names of a model's classes.
 *
 * @param by where they come from, for display
 * @param guess what had to be assumed, if anything
 */
record ChosenLabels(Labels labels, String by, Optional<Guess> guess) {
    ChosenLabels(Labels labels, String by) {
        this(labels, by, Optional.empty());
    }
}
