package io.github.wasmclassify.server.models;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.result.RunFacts;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model that requests can name.
 *
 * @param name that requests use
 * @param pool classifies with it
 * @param source finds what was loaded, to be given to clients
 */
public record ServedModel(String name, ClassifierPool pool, Supplier<Model> source) {
    /** What stands in each of its results. */
    public RunFacts facts() {
        return RunFacts.of(name, pool);
    }

    public ModelDescription description() {
        return pool.model().description();
    }

    /** The names of its classes. */
    public List<String> labels() {
        return pool.labels().names();
    }
}
