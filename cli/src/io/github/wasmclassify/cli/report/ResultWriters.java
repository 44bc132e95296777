package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.result.RunFacts;

/** Creates the writer for a format. */
public final class ResultWriters {
    private ResultWriters() {}

    /**
     * @param quiet whether text shows only predictions, and the line of a single picture has no path
     * @param isOnePicture whether there is only one picture
     * @param withSummary whether to end with the counts, in formats that have a place for them
     */
    public static OutcomeListener of(
            Format format,
            ResultOutput output,
            RunFacts facts,
            boolean quiet,
            boolean isOnePicture,
            boolean withSummary,
            Style style) {
        return switch (format) {
            case TEXT -> new TextResults(output, quiet, withSummary, style);
            case LINE -> new LineResults(output, !quiet || !isOnePicture, withSummary, style);
            case JSON -> new JsonResults(output, facts, withSummary);
            case JSONL -> new JsonLinesResults(output, facts, withSummary);
            case CSV -> new TableResults(output, facts, TableText.COMMA);
            case TSV -> new TableResults(output, facts, TableText.TAB);
        };
    }
}
