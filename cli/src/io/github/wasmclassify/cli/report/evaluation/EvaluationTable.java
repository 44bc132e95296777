package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.evaluate.ClassMeasures;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.cli.report.TableText;
import io.github.wasmclassify.model.labels.Labels;
import java.util.List;

/** The measures of each class that occurs, as a table with a header. Columns are only ever added, at the end. */
final class EvaluationTable {
    private static final List<String> HEADER = List.of("index", "label", "precision", "recall", "f1", "support");

    private EvaluationTable() {}

    static String of(Evaluation evaluation, Labels labels, char separator) {
        TableText table = new TableText(separator);
        StringBuilder text = new StringBuilder(table.row(HEADER));
        for (ClassMeasures measures : ClassMeasures.all(evaluation.confusion())) {
            text.append(table.row(List.of(
                    measures.classIndex(),
                    labels.names().get(measures.classIndex()),
                    measures.precision(),
                    measures.recall(),
                    measures.f1(),
                    measures.support())));
        }
        return text.toString();
    }
}
