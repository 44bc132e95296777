package wasmclassify.command;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import wasmclassify.classify.Classification;
import wasmclassify.classify.ClassifierPool;
import wasmclassify.error.PictureException;
import wasmclassify.report.TextReport;

/** Reports pictures in the order in which they were added, however many are classified at once. */
final class OrderedPredictions {
    private final ClassifierPool pool;
    private final TextReport report;
    private final Failures failures;
    /** How many pictures may wait for one before them: enough to keep every thread busy, few enough to keep memory flat. */
    private final int window;
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(Path file, CompletableFuture<Classification> result) {}

    OrderedPredictions(ClassifierPool pool, int threads, TextReport report, Failures failures) {
        this.pool = pool;
        this.window = threads == 1 ? 1 : 4 * threads;
        this.report = report;
        this.failures = failures;
    }

    void add(Path file) {
        add(file, pool.submit(file));
    }

    /** Adds what failed before it could be classified. */
    void addFailure(Path file, PictureException failure) {
        add(file, CompletableFuture.failedFuture(failure));
    }

    private void add(Path file, CompletableFuture<Classification> result) {
        pending.add(new Pending(file, result));
        while (pending.size() > window || !pending.isEmpty() && pending.peek().result().isDone()) {
            reportNext();
        }
    }

    /** Waits for all that are left. */
    void finish() {
        while (!pending.isEmpty()) {
            reportNext();
        }
    }

    private void reportNext() {
        Pending next = pending.remove();
        try {
            report.add(next.file(), next.result().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof PictureException failure) {
                failures.add(next.file(), failure);
            } else if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            } else {
                throw e;
            }
        }
    }
}
