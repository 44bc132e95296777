package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.evaluate.ClassMeasures;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.model.labels.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The measures of each class that occurs, as a table with a header. Columns are only ever added, at the end. */
final class EvaluationTable {
    private EvaluationTable() {}

    static String of(Evaluation evaluation, Labels labels, CSVFormat format) {
        StringBuilder text = new StringBuilder();
        CSVFormat withHeader = format.builder()
                .setHeader("index", "label", "precision", "recall", "f1", "support")
                .setRecordSeparator("\n")
                .get();
        try (CSVPrinter table = new CSVPrinter(text, withHeader)) {
            for (ClassMeasures measures : ClassMeasures.all(evaluation.confusion())) {
                table.printRecord(
                        measures.classIndex(),
                        labels.names().get(measures.classIndex()),
                        measures.precision(),
                        measures.recall(),
                        measures.f1(),
                        measures.support());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder throws none
        }
        return text.toString();
    }
}
