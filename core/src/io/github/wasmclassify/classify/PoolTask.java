package io.github.wasmclassify.classify;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A question for one of a pool's classifiers. Its result is settled once: by its answer, its time limit or the end of
 * the pool, whichever comes first.
 */
final class PoolTask {
    private final Function<Classifier, Classification> question;
    private final CompletableFuture<Classification> result = new CompletableFuture<>();
    private final AtomicBoolean isSettled = new AtomicBoolean();

    PoolTask(Function<Classifier, Classification> question) {
        this.question = question;
    }

    CompletableFuture<Classification> result() {
        return result;
    }

    boolean isSettled() {
        return isSettled.get();
    }

    /**
     * Asks a classifier.
     *
     * @return whether its answer is the result; false if the result was settled before
     */
    boolean answer(Classifier classifier) {
        Classification answer = question.apply(classifier);
        boolean isFirst = settle();
        if (isFirst) {
            result.complete(answer);
        }
        return isFirst;
    }

    /** @return whether this failure is the result; false if the result was settled before */
    boolean fail(Throwable failure) {
        boolean isFirst = settle();
        if (isFirst) {
            result.completeExceptionally(failure);
        }
        return isFirst;
    }

    private boolean settle() {
        return isSettled.compareAndSet(false, true);
    }
}
