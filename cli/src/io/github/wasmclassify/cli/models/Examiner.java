package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelDescription;

/** Examines models with the guest. */
@FunctionalInterface
public interface Examiner {
    /**
     * Loads a model.
     *
     * @return the guest's description
     * @throws ModelException if the file is no model that can be used
     */
    ModelDescription describe(Model model);
}
