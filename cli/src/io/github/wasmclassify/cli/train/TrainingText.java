package io.github.wasmclassify.cli.train;

import io.github.wasmclassify.cli.text.Printable;
import io.github.wasmclassify.training.Accuracy;
import io.github.wasmclassify.training.Assessment;
import io.github.wasmclassify.training.Suspect;
import io.github.wasmclassify.training.Trainer;
import io.github.wasmclassify.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of training, as text for people. */
public final class TrainingText {
    private static final int MOST_PAIRS = 5;
    private static final int MOST_SUSPECTS = 5;

    private final List<String> labels;
    private final StringBuilder text = new StringBuilder();

    public TrainingText(List<String> labels, Training training) {
        this.labels = labels;
        training.heldOut().ifPresent(this::addAssessment);
        addSuspects(training.suspects());
    }

    private void addAssessment(Assessment assessment) {
        Accuracy accuracy = assessment.accuracy();
        append(
                "accuracy: %.1f %% (%d of %d pictures held out; 95 %% confidence: %.1f to %.1f %%)%n",
                100 * accuracy.share(),
                accuracy.right(),
                accuracy.total(),
                100 * accuracy.low(),
                100 * accuracy.high());
        append("precision  recall  pictures  class%n");
        for (int k = 0; k < labels.size(); k++) {
            append(
                    "%9s  %6s  %8d  %s%n",
                    share(assessment.precision(k)),
                    share(assessment.recall(k)),
                    assessment.count(k),
                    Printable.of(labels.get(k)));
        }
        List<String> pairs = assessment.confusions().stream()
                .limit(MOST_PAIRS)
                .map(pair -> name(pair.label()) + " taken for " + name(pair.verdict()) + " (" + pair.count() + ")")
                .toList();
        if (!pairs.isEmpty()) {
            append("most confused: %s%n", String.join(", ", pairs));
        }
    }

    private void addSuspects(List<Suspect> suspects) {
        if (suspects.isEmpty()) {
            return;
        }
        append("perhaps in the wrong class:%n");
        suspects.stream()
                .limit(MOST_SUSPECTS)
                .forEach(suspect -> append(
                        "  %s: %s %.2f, %s %.2f%n",
                        Printable.of(suspect.name()),
                        name(suspect.label()),
                        suspect.probability(),
                        name(suspect.likelier()),
                        suspect.ofLikelier()));
        if (suspects.size() > MOST_SUSPECTS) {
            append("  and %d more%n", suspects.size() - MOST_SUSPECTS);
        }
    }

    /** What a user should know before they rely on the model. */
    public static List<String> warnings(List<String> labels, Assessment assessment) {
        List<String> warnings = new ArrayList<>();
        Accuracy accuracy = assessment.accuracy();
        if (accuracy.low() <= 1.0 / labels.size()) {
            warnings.add("the model may be no better than guessing: 1 of " + labels.size()
                    + " is right by chance, and the accuracy may be as low as "
                    + String.format(Locale.ROOT, "%.1f %%", 100 * accuracy.low()));
        }
        String alike = assessment.confusions().stream()
                .filter(pair -> pair.verdict() < labels.size())
                .filter(pair -> pair.count() >= 2 && pair.count() > 0.4 * assessment.count(pair.label()))
                .map(pair -> "`" + labels.get(pair.label()) + "` from `" + labels.get(pair.verdict()) + "`")
                .collect(Collectors.joining(", "));
        if (!alike.isEmpty()) {
            warnings.add("the model can hardly tell " + alike
                    + "; add pictures that show the difference, or join the classes");
        }
        return warnings;
    }

    private String name(int verdict) {
        return Printable.of(verdict < labels.size() ? labels.get(verdict) : Trainer.UNKNOWN);
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.3f", share);
    }

    private void append(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
