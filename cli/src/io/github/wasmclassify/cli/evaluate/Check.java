package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.model.labels.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares the classes of {@link LabelledPicture}s with the expected ones, and counts. */
public final class Check implements OutcomeListener {
    private final Labels labels;
    private final List<Consumer<CheckResult>> listeners;
    private long asExpected;
    private long different;

    /** @param listeners are told of each result */
    public Check(Labels labels, List<Consumer<CheckResult>> listeners) {
        this.labels = labels;
        this.listeners = listeners;
    }

    @Override
    public void add(Outcome outcome) {
        Expectation expectation = ((LabelledPicture) outcome.input()).expectation();
        String expected = text(expectation);
        Optional<String> difference = Optional.empty();
        if (outcome instanceof Outcome.Classified done) {
            List<Prediction> found = done.result().predictions();
            if (isMet(expectation, found)) {
                asExpected++;
            } else {
                different++;
                difference = Optional.of("expected " + expected + ", found " + text(expectation, found));
            }
        }
        CheckResult result = new CheckResult(outcome.input().name(), expected, outcome, difference);
        listeners.forEach(listener -> listener.accept(result));
    }

    /** @param found predictions, best first, at least as many as the expectation allows */
    private static boolean isMet(Expectation expectation, List<Prediction> found) {
        return found.stream()
                .limit(expectation.top())
                .anyMatch(prediction -> prediction.index() == expectation.classIndex()
                        && prediction.score() >= (float) expectation.minConfidence());
    }

    private String text(Expectation expectation) {
        return labels.names().get(expectation.classIndex())
                + (expectation.top() > 1 ? " among the best " + expectation.top() : "")
                + (expectation.minConfidence() > 0
                        ? " with a confidence of at least " + expectation.minConfidence()
                        : "");
    }

    /** The best class, and the expected one if it is another and among those that were asked for. */
    private static String text(Expectation expectation, List<Prediction> found) {
        Prediction best = found.get(0);
        return String.format(Locale.ROOT, "%s (confidence %.4f)", best.label(), best.score())
                + found.stream()
                        .skip(1)
                        .filter(prediction -> prediction.index() == expectation.classIndex())
                        .map(prediction ->
                                String.format(Locale.ROOT, "; %s has %.4f", prediction.label(), prediction.score()))
                        .findFirst()
                        .orElse("");
    }

    /** How many pictures had the expected class. */
    public long asExpected() {
        return asExpected;
    }

    /** How many pictures had another class. */
    public long different() {
        return different;
    }
}
