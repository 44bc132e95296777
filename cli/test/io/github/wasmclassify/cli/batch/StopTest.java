package io.github.wasmclassify.cli.batch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a run from outside. */
@Timeout(30)
class StopTest {
    private static final CompletableFuture<?> NEVER = new CompletableFuture<>();

    private final Stop stop = new Stop();

    @Test
    void whoWaitsForAResultGoesOnWhenItIsThereEvenAsAFailure() {
        stop.await(CompletableFuture.completedFuture("done"));
        stop.await(CompletableFuture.failedFuture(new IllegalStateException("failed")));

        assertFalse(stop.isRequested());
    }

    @Test
    void aRequestEndsTheWaitForAResult() throws Exception {
        var waiting = CompletableFuture.runAsync(() -> stop.await(NEVER));
        assertFalse(waiting.isDone());

        stop.request();

        waiting.get(20, TimeUnit.SECONDS);
        assertTrue(stop.isRequested());
    }

    @Test
    void whoAskedWaitsUntilTheRunHasEndedOrItsPatienceHas() {
        long start = System.nanoTime();
        stop.awaitEnd(50);
        assertTrue(System.nanoTime() - start >= 50_000_000, "it did not wait");

        stop.ended();
        stop.awaitEnd(TimeUnit.DAYS.toMillis(1));
    }

    @Test
    void anInterruptedWaitLeavesTheThreadInterrupted() {
        Thread.currentThread().interrupt();

        stop.awaitEnd(TimeUnit.DAYS.toMillis(1));

        assertTrue(Thread.interrupted());
    }
}
