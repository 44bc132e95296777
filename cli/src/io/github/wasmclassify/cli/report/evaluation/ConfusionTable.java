package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.evaluate.Confusion;
import io.github.wasmclassify.cli.report.TableText;
import io.github.wasmclassify.model.labels.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A confusion matrix as CSV: one row per true class, one column per predicted class. */
final class ConfusionTable {
    private ConfusionTable() {}

    static void write(Confusion confusion, Labels labels, Appendable out) throws IOException {
        List<Integer> classes = confusion.classes();
        List<String> titles = ClassTitles.whole(classes, labels);
        TableText table = new TableText(TableText.COMMA);
        List<Object> header = new ArrayList<>(titles);
        header.add(0, "truth");
        out.append(table.row(header));
        for (int i = 0; i < classes.size(); i++) {
            int truth = classes.get(i);
            List<Object> row = new ArrayList<>(classes.stream()
                    .map(prediction -> confusion.count(truth, prediction))
                    .toList());
            row.add(0, titles.get(i));
            out.append(table.row(row));
        }
    }
}
