package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import java.nio.file.Path;

/** Looks into model files, which takes the guest. */
@FunctionalInterface
public interface Examiner {
    /**
     * Loads a model.
     *
     * @param card overrides what the file states about itself
     * @return what the guest says about it
     * @throws ModelException if the file is no model that can be used
     */
    ModelDescription describe(Path file, ModelCard card);
}
