package io.github.wasmclassify.server.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** When a request has to be answered. */
public final class Deadline {
    private final Duration limit;
    private final long start;

    private Deadline(Duration limit, long start) {
        this.limit = limit;
        this.start = start;
    }

    /** @param limit zero for none */
    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime());
    }

    public boolean isOver() {
        return !limit.isZero() && remaining() <= 0;
    }

    /**
     * Lets a future fail with a {@link java.util.concurrent.TimeoutException} when the time is over. The future itself
     * fails, so what computes it can see that; where more depends on it than the request, give a copy.
     */
    public <T> CompletableFuture<T> limit(CompletableFuture<T> future) {
        return limit.isZero() ? future : future.orTimeout(Math.max(0, remaining()), TimeUnit.NANOSECONDS);
    }

    private long remaining() {
        return limit.toNanos() - (System.nanoTime() - start);
    }
}
