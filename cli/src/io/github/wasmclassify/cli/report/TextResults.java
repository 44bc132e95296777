package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.text.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Writes results as lines for people. */
final class TextResults implements OutcomeListener {
    private static final String PREDICTION = "prediction: ";

    private final ResultOutput output;
    private final PrintStream out;
    private final boolean quiet;
    private final boolean withSummary;
    private final Style style;

    /** @param quiet whether to write the predictions alone */
    TextResults(ResultOutput output, boolean quiet, boolean withSummary, Style style) {
        this.output = output;
        this.out = output.stream();
        this.quiet = quiet;
        this.withSummary = withSummary;
        this.style = style;
    }

    /** Writes one picture's result at once. Failures are not results. */
    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Classified done) {
            if (!quiet) {
                out.println("predicting on file "
                        + style.strong(Printable.of(done.input().name())));
                out.println(style.faint("inference time: "
                        + Math.round(done.result().inference().toNanos() / 1e6) + " ms"
                        + (done.result().warm() ? "" : " (first picture, not warmed up)")));
            }
            predictions(done);
            output.flush();
        }
    }

    private void predictions(Outcome.Classified done) {
        List<Prediction> predictions = done.result().predictions();
        int width = style.isOn()
                ? predictions.stream().mapToInt(p -> plain(p).length()).max().orElse(0)
                : 0;
        String margin = PREDICTION;
        if (done.isUnknown()) {
            out.println(margin + style.strong(Classification.UNKNOWN));
            margin = " ".repeat(PREDICTION.length());
        }
        for (Prediction prediction : predictions) {
            String bar = style.isOn() && predictions.size() > 1
                    ? " ".repeat(width - plain(prediction).length() + 2) + style.bar(prediction.score())
                    : "";
            boolean isUnsure = style.isOn() && prediction.equals(done.result().best()) && Confidence.isLow(prediction);
            out.println(margin + line(prediction) + bar + (isUnsure ? style.faint("  not sure") : ""));
            margin = " ".repeat(PREDICTION.length());
        }
    }

    private String line(Prediction prediction) {
        return style.strong(Printable.of(prediction.label())) + details(prediction);
    }

    private static String plain(Prediction prediction) {
        return Printable.of(prediction.label()) + details(prediction);
    }

    private static String details(Prediction prediction) {
        return String.format(Locale.ROOT, " (confidence %.2f, index %d)", prediction.score(), prediction.index());
    }

    @Override
    public void end(Tally tally) {
        if (withSummary) {
            out.print(SummaryText.of(tally));
        }
        output.flush();
    }
}
