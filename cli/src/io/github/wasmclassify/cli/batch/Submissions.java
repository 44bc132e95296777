package io.github.wasmclassify.cli.batch;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.input.PictureInput;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Submits pictures to a pool in order, on its own thread, because names may arrive slowly from a pipe and must not
 * delay earlier results. Enough pictures are in flight to keep every thread busy, and few enough to keep memory flat.
 */
final class Submissions implements AutoCloseable {
    private static final Submission END = new Submission(null, null);
    private static final long LOOK_MILLIS = 20;

    private final BlockingQueue<Submission> queue;
    private final Thread lister;
    private Submission taken; // the next one, once it has left the queue
    private volatile Throwable failure;

    /** A picture and its future outcome. */
    record Submission(PictureInput input, CompletableFuture<Classification> result) {
        /**
         * Whether no picture follows. Not by {@code equals}, whose code the JVM makes when a record's is first called.
         */
        private boolean isEnd() {
            return input == null;
        }
    }

    Submissions(Iterator<? extends PictureInput> inputs, ClassifierPool pool) {
        queue = new ArrayBlockingQueue<>(pool.size() == 1 ? 1 : 4 * pool.size());
        lister = new Thread(() -> list(inputs, pool), "pictures");
        lister.setDaemon(true);
        lister.start();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of whenComplete: the queue holds the future that matters
    private void list(Iterator<? extends PictureInput> inputs, ClassifierPool pool) {
        try {
            try {
                while (!Thread.currentThread().isInterrupted() && inputs.hasNext()) {
                    PictureInput input = inputs.next();
                    CompletableFuture<Classification> result = pool.submit(input::read);
                    result.whenComplete((done, failed) -> input.release());
                    queue.put(new Submission(input, result));
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            queue.put(END);
        } catch (InterruptedException e) {
            // nobody wants more
        }
    }

    /**
     * Waits for the next picture, which stays the next one until {@link #remove}.
     *
     * @return empty if there are no more pictures, or the run has to end before the next one is known
     * @throws RuntimeException if no more names can be read
     */
    Optional<Submission> peek(Stop stop) {
        try {
            while (taken == null && !stop.isRequested()) {
                taken = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return peek();
    }

    /** The next picture, if its name is known. */
    Optional<Submission> peek() {
        taken = taken == null ? queue.poll() : taken;
        boolean isOver = taken != null && taken.isEnd();
        if (isOver && failure instanceof Error error) {
            throw error;
        }
        if (isOver && failure instanceof RuntimeException exception) {
            throw exception;
        }
        return isOver ? Optional.empty() : Optional.ofNullable(taken);
    }

    void remove() {
        taken = null;
    }

    @Override
    public void close() {
        lister.interrupt();
    }
}
