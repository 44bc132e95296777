package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes a row for each prediction, or for each failure, below a header. Columns are only ever added, at the end. */
final class TableReport implements OutcomeListener {
    private static final String[] COLUMNS = {
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
        "warm"
    };

    private final ResultOutput output;
    private final RunFacts facts;
    private final CSVPrinter table;

    TableReport(ResultOutput output, RunFacts facts, CSVFormat format) {
        this.output = output;
        this.facts = facts;
        try {
            table = new CSVPrinter(
                    output.stream(),
                    format.builder().setHeader(COLUMNS).setRecordSeparator("\n").get());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a PrintStream throws none
        }
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
        try {
            table.printRecord(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a PrintStream throws none
        }
    }
}
