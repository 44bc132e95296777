package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import java.util.Arrays;
import java.util.List;

/** Writes a row for each prediction, or for each failure, below a header. Columns are only ever added, at the end. */
final class TableResults implements OutcomeListener {
    private static final List<String> COLUMNS = List.of(
            "path",
            "width",
            "height",
            "verdict",
            "rank",
            "index",
            "label",
            "score",
            "decode_ms",
            "resize_ms",
            "inference_ms",
            "model",
            "engine",
            "error_cause",
            "error",
            "warm");

    private final ResultOutput output;
    private final RunFacts facts;
    private final TableText table;

    TableResults(ResultOutput output, RunFacts facts, char separator) {
        this.output = output;
        this.facts = facts;
        table = new TableText(separator);
        output.stream().print(table.row(COLUMNS));
    }

    @Override
    public void add(Outcome outcome) {
        String path = outcome.input().name();
        if (outcome instanceof Outcome.Classified done) {
            Classification result = done.result();
            int rank = 1;
            for (Prediction prediction : result.predictions()) {
                row(
                        path,
                        result.width(),
                        result.height(),
                        done.verdict(),
                        rank++,
                        prediction.index(),
                        prediction.label(),
                        prediction.score(),
                        ResultJson.millis(result.decode()),
                        ResultJson.millis(result.resize()),
                        ResultJson.millis(result.inference()),
                        facts.model(),
                        facts.engine(),
                        null,
                        null,
                        result.warm());
            }
        } else if (outcome instanceof Outcome.Failed failed) {
            PictureException failure = failed.failure();
            row(
                    path,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    facts.model(),
                    facts.engine(),
                    failure.reason().key(),
                    failure.getMessage(),
                    null);
        }
        output.flush();
    }

    private void row(Object... values) {
        output.stream().print(table.row(Arrays.asList(values)));
    }
}
