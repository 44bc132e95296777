package io.github.wasmclassify.worker;

import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.result.RunFacts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classifiers of one JVM for some options, lent to one thread at a time. There are as many as threads have ever
 * classified at once. Thread-safe.
 */
final class SharedClassifiers {
    private static final Map<WorkerOptions, SharedClassifiers> ALL = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SharedClassifiers::closeAll, "closing classifiers"));
    }

    /** Makes the others. */
    private final Classifier first;

    private final RunFacts facts;
    private final Deque<Classifier> free = new ArrayDeque<>();
    private int lent;
    private boolean isClosed;

    private SharedClassifiers(WorkerOptions options) {
        first = Classifier.open(options.forClassifier());
        facts = new RunFacts(options.model(), first.engine(), first.model().card());
        free.add(first);
    }

    /**
     * Lends a classifier to the calling thread, until it is closed. Loads the model if these options are new in this
     * JVM.
     */
    static Loan lend(WorkerOptions options) {
        while (true) {
            SharedClassifiers shared = ALL.computeIfAbsent(options, SharedClassifiers::new);
            Optional<Classifier> classifier = shared.borrow();
            if (classifier.isPresent()) {
                return new Loan(shared, classifier.get());
            }
        }
    }

    /** A classifier for one thread. */
    record Loan(SharedClassifiers lender, Classifier classifier) implements AutoCloseable {
        RunFacts facts() {
            return lender.facts;
        }

        @Override
        public void close() {
            lender.giveBack(classifier);
        }
    }

    static void closeAll() {
        for (WorkerOptions options : List.copyOf(ALL.keySet())) {
            SharedClassifiers shared = ALL.remove(options);
            if (shared != null) {
                shared.close();
            }
        }
    }

    /** Empty if these are closed: others have taken their place. */
    private synchronized Optional<Classifier> borrow() {
        if (isClosed) {
            return Optional.empty();
        }
        lent++;
        return Optional.of(free.isEmpty() ? first.another() : free.pop());
    }

    private synchronized void giveBack(Classifier classifier) {
        lent--;
        free.push(classifier); // the one that was used last is likely to be in the processor's caches
        closeIfUnused();
    }

    private synchronized void close() {
        isClosed = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (isClosed && lent == 0) {
            free.forEach(Classifier::close);
            free.clear();
        }
    }
}
