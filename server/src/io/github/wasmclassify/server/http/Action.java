package io.github.wasmclassify.server.http;

import java.util.concurrent.CompletableFuture;

/** Answers the requests of a route. */
@FunctionalInterface
public interface Action {
    /**
     * Answers at once or later. It must not block.
     *
     * @throws Problem as the future may fail with one, too
     */
    CompletableFuture<Answer> answer(Call call);
}
