package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.evaluate.ClassMeasures;
import io.github.wasmclassify.cli.evaluate.Confusion;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.cli.text.Printable;
import io.github.wasmclassify.model.labels.Labels;
import java.util.Locale;

/** Measures as text for people. */
public final class EvaluationText {
    private static final String ROW = "%9.3f  %6.3f  %5.3f  %7d  %s%n";

    private EvaluationText() {}

    /** The measures over all classes. */
    public static String overall(Evaluation evaluation, Tally tally) {
        StringBuilder text = new StringBuilder();
        long total = evaluation.confusion().total();
        append(
                text,
                "top-1: %.4f (%d of %d)%n",
                evaluation.topOne(),
                evaluation.confusion().hits(),
                total);
        append(
                text,
                "top-%d: %.4f (%d of %d)%n",
                Evaluation.TOP,
                evaluation.topFive(),
                evaluation.topFiveHits(),
                total);
        append(
                text,
                "pictures: %d classified, %d failed, %.1f images/s%s%n",
                tally.classified(),
                tally.failed(),
                tally.imagesPerSecond(),
                tally.isStopped() ? "; stopped early" : "");
        tally.failures().forEach((reason, count) -> append(text, "  failed: %d %s%n", count, reason.key()));
        return text.toString();
    }

    /** A row for each class that occurs, and the mean last. */
    static String classes(Evaluation evaluation, Labels labels) {
        StringBuilder text = new StringBuilder();
        Confusion confusion = evaluation.confusion();
        append(text, "precision  recall     f1  support  class%n");
        for (ClassMeasures row : ClassMeasures.all(confusion)) {
            append(
                    text,
                    ROW,
                    row.precision(),
                    row.recall(),
                    row.f1(),
                    row.support(),
                    Printable.of(labels.names().get(row.classIndex())));
        }
        append(
                text,
                ROW,
                ClassMeasures.mean(confusion, ClassMeasures::precision),
                ClassMeasures.mean(confusion, ClassMeasures::recall),
                ClassMeasures.mean(confusion, ClassMeasures::f1),
                confusion.total(),
                "(mean)");
        return text.toString();
    }

    private static void append(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
