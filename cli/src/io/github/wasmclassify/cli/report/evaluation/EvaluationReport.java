package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.cli.report.Format;
import io.github.wasmclassify.cli.report.TableText;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.result.RunFacts;

/** Measures in every format. */
public final class EvaluationReport {
    private EvaluationReport() {}

    public static String of(Format format, Evaluation evaluation, Tally tally, Labels labels, RunFacts facts) {
        return switch (format) {
            case TEXT, LINE ->
                EvaluationText.overall(evaluation, tally) + "\n" + EvaluationText.classes(evaluation, labels);
            case JSON -> EvaluationJson.of(evaluation, tally, labels, facts, "  ");
            case JSONL -> EvaluationJson.of(evaluation, tally, labels, facts, "");
            case CSV -> EvaluationTable.of(evaluation, labels, TableText.COMMA);
            case TSV -> EvaluationTable.of(evaluation, labels, TableText.TAB);
        };
    }
}
