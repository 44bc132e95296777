package io.github.wasmclassify.server.models;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.classify.Selection;
import java.util.concurrent.CompletableFuture;

/** What is to be classified. */
@FunctionalInterface
public interface Work {
    /** @param whenBegun is run by the thread that classifies, before it does */
    CompletableFuture<Classification> submitTo(ClassifierPool pool, Selection selection, Runnable whenBegun);

    /** A picture's whole file. */
    static Work picture(byte[] file) {
        return (pool, selection, whenBegun) -> pool.submit(
                () -> {
                    whenBegun.run();
                    return file;
                },
                selection);
    }

    /** What the network's input is to hold. */
    static Work values(float[] values) {
        return (pool, selection, whenBegun) -> pool.submitValues(
                () -> {
                    whenBegun.run();
                    return values;
                },
                selection);
    }
}
