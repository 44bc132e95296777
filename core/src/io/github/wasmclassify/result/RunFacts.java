package io.github.wasmclassify.result;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.model.card.ModelCard;

/**
 * What is the same for all results of a model that runs.
 *
 * @param model name or file
 * @param engine what computes, such as {@code wasm}
 * @param card what is known of the model
 */
public record RunFacts(String model, String engine, ModelCard card) {
    /** Of what is done by this pool. */
    public static RunFacts of(String model, ClassifierPool pool) {
        return new RunFacts(model, pool.engine(), pool.model().card());
    }
}
