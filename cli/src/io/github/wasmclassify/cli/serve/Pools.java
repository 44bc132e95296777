package io.github.wasmclassify.cli.serve;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.server.models.ServedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The models of a server, each with its guests. Closing it cancels unfinished work. */
public final class Pools implements AutoCloseable {
    private final int threads;
    private final Duration timeout;
    private final List<ServedModel> models = new ArrayList<>();

    /**
     * @param threads that classify, for each model
     * @param timeout see {@link ClassifierPool#open}
     */
    public Pools(int threads, Duration timeout) {
        this.threads = threads;
        this.timeout = timeout;
    }

    /**
     * Loads a model.
     *
     * @param name that requests use
     * @throws io.github.wasmclassify.error.ClassifierException as {@link ClassifierPool#open}
     */
    public ClassifierPool open(String name, ClassifierOptions options) {
        ClassifierPool pool = ClassifierPool.open(options, threads, timeout);
        models.add(new ServedModel(name, pool, () -> Model.find(options.model(), options.card())));
        return pool;
    }

    public List<ServedModel> models() {
        return List.copyOf(models);
    }

    @Override
    public void close() {
        models.forEach(model -> model.pool().close());
    }
}
