package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.text.Printable;
import io.github.wasmclassify.model.labels.Synonyms;
import java.util.List;
import java.util.Locale;

/** Writes one line per picture, for grep, sort and people: {@code lemon.png: lemon 0.64, orange 0.13}. */
final class LineResults implements OutcomeListener {
    private final ResultOutput output;
    private final boolean withPaths;
    private final boolean withSummary;
    private final Style style;

    LineResults(ResultOutput output, boolean withPaths, boolean withSummary, Style style) {
        this.output = output;
        this.withPaths = withPaths;
        this.withSummary = withSummary;
        this.style = style;
    }

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Classified done) {
            String path = withPaths ? Printable.of(done.input().name()) + ": " : "";
            output.stream().println(path + String.join(", ", predictions(done)));
            output.flush();
        }
    }

    private List<String> predictions(Outcome.Classified done) {
        if (done.isUnknown()) {
            return List.of(
                    style.strong(Classification.UNKNOWN) + score(done.result().best()));
        }
        return done.result().predictions().stream()
                .map(prediction -> style.strong(
                                Printable.of(Synonyms.of(prediction.label()).get(0)))
                        + score(prediction))
                .toList();
    }

    private static String score(Prediction prediction) {
        return String.format(Locale.ROOT, " %.2f", prediction.score());
    }

    @Override
    public void end(Tally tally) {
        if (withSummary) {
            output.stream().print(SummaryText.of(tally));
        }
        output.flush();
    }
}
