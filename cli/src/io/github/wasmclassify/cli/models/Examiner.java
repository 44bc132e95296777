package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelDescription;

/** Looks into model files, which takes the guest. */
@FunctionalInterface
public interface Examiner {
    /**
     * Loads a model.
     *
     * @return what the guest says about it
     * @throws ModelException if the file is no model that can be used
     */
    ModelDescription describe(Model model);
}
