package io.github.wasmclassify.cli.batch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets another thread end a run early and keep the results so far. */
public final class Stop {
    private final CompletableFuture<Void> request = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Asks the run to end. */
    public void request() {
        request.complete(null);
    }

    public boolean isRequested() {
        return request.isDone();
    }

    /** Waits until a result is available or the run has to end. */
    void await(CompletableFuture<?> result) {
        if (!result.isDone()) {
            try {
                CompletableFuture.anyOf(result, request).join();
            } catch (CompletionException e) {
                // whoever takes the result gets the error
            }
        }
    }

    /** Notes that the run has ended and its results are written. */
    public void ended() {
        end.complete(null);
    }

    /** Waits for the run to end, up to a time limit. */
    public void awaitEnd(long millis) {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // it gets no more time
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
