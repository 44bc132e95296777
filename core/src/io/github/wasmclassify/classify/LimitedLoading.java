package io.github.wasmclassify.classify;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.Remedy;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens a classifier within a time limit: a hostile model or module could keep a program busy for hours. */
final class LimitedLoading {
    private LimitedLoading() {}

    /**
     * Like {@link Classifier#open}.
     *
     * @param limit zero for no limit
     * @throws ModelException also if it takes longer
     * @throws CancellationException if the calling thread is interrupted
     */
    static Classifier open(ClassifierOptions options, Duration limit) {
        if (limit.isZero()) {
            return Classifier.open(options);
        }
        var result = new CompletableFuture<Classifier>();
        Thread loading = daemon(() -> open(options, result), "loading");
        loading.start();
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(loading, result, tookTooLong(options.model(), limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(loading, result, new CancellationException("interrupted"));
        } catch (ExecutionException e) {
            // thrown below
        }
        return outcome(result);
    }

    private static ModelException tookTooLong(String model, Duration limit) {
        String message = "model `" + model + "`: loading took longer than " + seconds(limit);
        return ModelException.of(model, message, Remedy.LONGER_TIMEOUT, null);
    }

    private static void open(ClassifierOptions options, CompletableFuture<Classifier> result) {
        try {
            Classifier classifier = Classifier.open(options);
            if (!result.complete(classifier)) {
                classifier.close(); // nobody waits for it any more
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private static void giveUp(Thread loading, CompletableFuture<Classifier> result, RuntimeException reason) {
        if (result.completeExceptionally(reason)) {
            loading.interrupt();
        }
    }

    private static Classifier outcome(CompletableFuture<Classifier> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** A thread that does not keep the program running; it is not started. */
    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** For messages: {@code 5 s}, or {@code 1500 ms} if it is not a whole number of seconds. */
    static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
