package io.github.wasmclassify.cli.train;

import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.TableText;
import io.github.wasmclassify.training.Suspect;
import java.util.List;

/** Pictures that may be in the wrong class, as a table with a header. Columns are only ever added, at the end. */
public final class SuspectTable {
    private static final List<String> HEADER =
            List.of("path", "label", "probability", "likelier", "likelier_probability");

    private SuspectTable() {}

    /** @param labels of the classes */
    public static void write(List<Suspect> suspects, List<String> labels, ResultOutput output) {
        TableText table = new TableText(TableText.COMMA);
        output.stream().print(table.row(HEADER));
        for (Suspect suspect : suspects) {
            output.stream()
                    .print(table.row(List.of(
                            suspect.name(),
                            labels.get(suspect.label()),
                            suspect.probability(),
                            labels.get(suspect.likelier()),
                            suspect.ofLikelier())));
        }
    }
}
