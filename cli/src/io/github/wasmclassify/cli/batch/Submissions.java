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
 * Gives pictures to a pool in their order, on a thread of its own: names may come slowly, from a pipe, and must not
 * hold up the results of those before. Enough are under way to keep every thread busy, and few enough to keep memory
 * flat.
 */
final class Submissions implements AutoCloseable {
    private static final Submission END = new Submission(null, null);
    private static final long LOOK_MILLIS = 20;

    private final BlockingQueue<Submission> queue;
    private final Thread lister;
    private Submission taken; // the next one, once it has left the queue
    private volatile Throwable failure;

    /** A picture and what will become of it. */
    record Submission(PictureInput input, CompletableFuture<Classification> result) {}

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
     * The next picture, which stays the next one until {@link #remove}. Waits for its name.
     *
     * @return nothing where there is none left, or the run has to end before it is known
     * @throws RuntimeException if the names cannot be read on
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
        if (END.equals(taken) && failure instanceof Error error) {
            throw error;
        }
        if (END.equals(taken) && failure instanceof RuntimeException exception) {
            throw exception;
        }
        return Optional.ofNullable(taken).filter(next -> !END.equals(next));
    }

    void remove() {
        taken = null;
    }

    @Override
    public void close() {
        lister.interrupt();
    }
}
