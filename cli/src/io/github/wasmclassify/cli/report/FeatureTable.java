package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import java.util.ArrayList;
import java.util.List;

/** Writes a row for each picture, with a column for each feature. A picture that fails has empty cells. */
final class FeatureTable implements OutcomeListener {
    private final ResultOutput output;
    private final int width;
    private final TableText table = new TableText(TableText.COMMA);

    FeatureTable(ResultOutput output, int width) {
        this.output = output;
        this.width = width;
        List<String> columns = new ArrayList<>(List.of("path", "error_cause", "error"));
        for (int i = 0; i < width; i++) {
            columns.add("f" + i);
        }
        output.stream().print(table.row(columns));
    }

    @Override
    public void add(Outcome outcome) {
        List<Object> row = new ArrayList<>();
        row.add(outcome.input().name());
        if (outcome instanceof Outcome.Failed failed) {
            row.add(failed.failure().reason().key());
            row.add(failed.failure().getMessage());
        } else {
            row.add(null);
            row.add(null);
        }
        for (int i = 0; i < width; i++) {
            row.add(outcome instanceof Outcome.Classified done ? done.result().features()[i] : null);
        }
        output.stream().print(table.row(row));
        output.flush();
    }
}
