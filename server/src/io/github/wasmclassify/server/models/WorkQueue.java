package io.github.wasmclassify.server.models;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.server.http.Deadline;
import io.github.wasmclassify.server.http.Problem;
import io.github.wasmclassify.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Gives pictures to the models' pools: as many as may wait, each until its request's time is over. For any thread. */
public final class WorkQueue {
    private final int capacity;
    private final Executor executor;
    private final ServerMetrics metrics;
    /** One for each picture that waits or is being classified. */
    private final Semaphore places;

    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param capacity how many pictures may be classified and wait, together
     * @param executor goes on with what is done, so that the threads that classify do not
     */
    public WorkQueue(int capacity, Executor executor, ServerMetrics metrics) {
        this.capacity = capacity;
        places = new Semaphore(capacity);
        this.executor = executor;
        this.metrics = metrics;
        metrics.gauge("pictures_running", "Pictures that are being classified.", running::get);
        metrics.gauge("queue_length", "Pictures that wait for a free guest.", this::waiting);
    }

    private int waiting() {
        return Math.max(0, capacity - places.availablePermits() - running.get());
    }

    /**
     * Classifies what a request brings. Each future fails with what
     * {@link io.github.wasmclassify.classify.ClassifierPool#submit} says, or with a
     * {@link java.util.concurrent.TimeoutException}.
     *
     * @throws Problem 503 if too many wait, 413 if the request has more than may ever wait
     */
    public List<CompletableFuture<Classification>> submit(
            ServedModel model, List<Work> works, Selection selection, Deadline deadline) {
        enter(works.size());
        return works.stream()
                .map(work -> submit(model, work, selection, deadline))
                .toList();
    }

    private void enter(int pictures) {
        if (pictures > capacity) {
            throw new Problem(413, "too-many", "a request may bring " + capacity + " pictures at most");
        }
        if (!places.tryAcquire(pictures)) {
            throw Problem.busy("too many pictures are waiting; try again later");
        }
    }

    private CompletableFuture<Classification> submit(
            ServedModel model, Work work, Selection selection, Deadline deadline) {
        Job job = new Job(model, deadline);
        CompletableFuture<Classification> result;
        try {
            result = work.submitTo(model.pool(), selection, job::begin);
        } catch (RuntimeException e) {
            result = CompletableFuture.failedFuture(e);
        }
        // a copy has the deadline: a future that has timed out would not run the end of its job
        return deadline.limit(result.whenComplete(job::end).copy()).thenApplyAsync(Function.identity(), executor);
    }

    private final class Job {
        private final ServedModel model;
        private final Deadline deadline;
        private final long start = System.nanoTime();
        private volatile boolean hasBegun;

        Job(ServedModel model, Deadline deadline) {
            this.model = model;
            this.deadline = deadline;
        }

        void begin() {
            if (deadline.isOver()) {
                throw new PictureException(PictureException.Reason.TIMEOUT, "waited longer than its request may take");
            }
            hasBegun = true;
            running.incrementAndGet();
            metrics.waited(model.name(), Duration.ofNanos(System.nanoTime() - start));
        }

        void end(Classification done, Throwable failure) {
            if (hasBegun) {
                running.decrementAndGet();
            }
            places.release();
            if (done != null) {
                metrics.classified(model.name(), done.decode(), done.inference());
            }
        }
    }
}
