package io.github.wasmclassify.cli.batch;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Submissions.Submission;
import io.github.wasmclassify.cli.error.Advice;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.labels.Synonyms;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Classifies many pictures, several at once, and reports the outcomes in the order of the input, each as soon as that
 * order allows. Only a few pictures are in memory at a time.
 */
public final class Batch {
    private final ClassifierPool pool;
    private final double threshold;
    private final List<String> shortNames;
    private final boolean failFast;
    private final Stop stop;
    private final List<OutcomeListener> listeners;
    private final Tally tally = new Tally();

    /**
     * @param threshold the score that a verdict needs
     * @param failFast whether the first failure ends the run
     * @param stop ends the run from outside
     * @param listeners are told of each outcome in this order
     */
    public Batch(ClassifierPool pool, double threshold, boolean failFast, Stop stop, List<OutcomeListener> listeners) {
        this.pool = pool;
        shortNames = Synonyms.shortNames(pool.labels().names());
        this.threshold = threshold;
        this.failFast = failFast;
        this.stop = stop;
        this.listeners = listeners;
    }

    /**
     * Runs to the end of the pictures, or until it is stopped.
     *
     * @param passedOver filled by the pictures' iterator and read at the end
     */
    public Tally run(Iterator<? extends PictureInput> inputs, PassedOver passedOver) {
        try (Submissions submissions = new Submissions(inputs, pool)) {
            Optional<Submission> next = submissions.peek(stop);
            while (!isOver() && next.isPresent()) {
                stop.await(next.get().result());
                if (next.get().result().isDone()) {
                    tellNext(submissions);
                }
                next = submissions.peek(stop);
            }
            if (isOver()) {
                tellWhatIsDone(submissions);
                tally.stop();
            }
        }
        tally.passOver(passedOver.byExtension());
        listeners.forEach(listener -> listener.end(tally));
        return tally;
    }

    private boolean isOver() {
        return stop.isRequested() || failFast && tally.failed() > 0;
    }

    /**
     * After a stop from outside, all finished results are reported; with {@code failFast}, nothing after the failure
     * is.
     */
    private void tellWhatIsDone(Submissions submissions) {
        while (stop.isRequested()
                && submissions.peek().filter(next -> next.result().isDone()).isPresent()) {
            tellNext(submissions);
        }
    }

    private void tellNext(Submissions submissions) {
        Outcome outcome = outcome(submissions.peek().orElseThrow());
        submissions.remove();
        tally.add(outcome);
        listeners.forEach(listener -> listener.add(outcome));
    }

    private Outcome outcome(Submission done) {
        try {
            return Outcome.Classified.of(done.input(), done.result().join(), threshold, shortNames);
        } catch (CompletionException e) {
            if (e.getCause() instanceof PictureException failure) {
                return new Outcome.Failed(done.input(), Advice.with(failure));
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
