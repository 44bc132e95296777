package wasmclassify.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import wasmclassify.classify.Classification;
import wasmclassify.classify.ClassifierPool;
import wasmclassify.error.PictureException;
import wasmclassify.input.PictureInput;

/**
 * Classifies many pictures, several at once, and tells what became of them in the order in which they were named, as soon as that order
 * allows. Few are held at a time, however many there are.
 */
public final class Batch {
    private final ClassifierPool pool;
    private final double threshold;
    private final boolean failFast;
    private final Stop stop;
    private final List<OutcomeListener> listeners;
    private final Tally tally = new Tally();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(PictureInput input, CompletableFuture<Classification> result) {}

    /**
     * @param threshold score that a verdict needs
     * @param failFast whether the first failure ends the run
     * @param stop ends the run from outside
     * @param listeners are told of each outcome in this order
     */
    public Batch(ClassifierPool pool, double threshold, boolean failFast, Stop stop, List<OutcomeListener> listeners) {
        this.pool = pool;
        this.threshold = threshold;
        this.failFast = failFast;
        this.stop = stop;
        this.listeners = listeners;
    }

    /** Runs to the end of the pictures, or until it is stopped. */
    public Tally run(Iterator<? extends PictureInput> inputs) {
        while (!isOver() && inputs.hasNext()) {
            PictureInput input = inputs.next();
            pending.add(new Pending(input, pool.submit(input::read)));
            while (!isOver() && (pending.size() > window() || !pending.isEmpty() && pending.peek().result.isDone())) {
                tellNext();
            }
        }
        while (!isOver() && !pending.isEmpty()) {
            tellNext();
        }
        if (isOver()) {
            tellWhatIsDone();
            tally.stop();
        }
        listeners.forEach(listener -> listener.end(tally));
        return tally;
    }

    /** How many pictures may wait for one before them: enough to keep every thread busy, few enough to keep memory flat. */
    private int window() {
        return pool.size() == 1 ? 1 : 4 * pool.size();
    }

    private boolean isOver() {
        return stop.isRequested() || failFast && tally.failed() > 0;
    }

    private void tellNext() {
        stop.await(pending.peek().result);
        if (pending.peek().result.isDone()) {
            tell(outcome(pending.remove()));
        }
    }

    /** What is done stays valid after a stop from outside, but after a failure with {@code failFast} the failure comes last. */
    private void tellWhatIsDone() {
        while (stop.isRequested() && !pending.isEmpty() && pending.peek().result.isDone()) {
            tell(outcome(pending.remove()));
        }
    }

    private void tell(Outcome outcome) {
        tally.add(outcome);
        listeners.forEach(listener -> listener.add(outcome));
    }

    private Outcome outcome(Pending done) {
        try {
            return Outcome.Classified.of(done.input, done.result.join(), threshold);
        } catch (CompletionException e) {
            if (e.getCause() instanceof PictureException failure) {
                return new Outcome.Failed(done.input, failure);
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
