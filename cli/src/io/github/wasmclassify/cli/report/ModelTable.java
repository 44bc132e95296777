package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.text.Printable;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.ArrayList;
import java.util.List;

/** A table of models, with columns as wide as needed. */
public final class ModelTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final String defaultModel;

    /** @param defaultModel is marked with an asterisk */
    public ModelTable(String defaultModel) {
        this.defaultModel = defaultModel;
        rows.add(new String[] {"  NAME", "WHERE", "SIZE", "INPUT", "TOP-1", "CLASSES", "LICENCE", "DESCRIPTION"});
    }

    public void add(String name, ModelCard card, UserFiles.State state) {
        String size = card.number(CardField.BYTES).stream()
                .mapToObj(ByteCount::text)
                .findFirst()
                .orElse("");
        rows.add(new String[] {
            (name.equals(defaultModel) ? "* " : "  ") + name,
            state.toString(),
            size,
            text(card, CardField.INPUT_SIZE),
            text(card, CardField.TOP_1),
            text(card, CardField.CLASSES),
            text(card, CardField.LICENCE),
            text(card, CardField.DESCRIPTION)
        });
    }

    /** Adds a heading for the models after it. */
    public void addHeading(String heading) {
        rows.add(new String[] {});
        rows.add(new String[] {heading});
    }

    private static String text(ModelCard card, CardField field) {
        return card.text(field).orElse("");
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; isModel(row) && i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder lines = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i])
                        .append(" ".repeat(Math.max(0, widths[i] - row[i].length())))
                        .append(GAP);
            }
            lines.append(Printable.of(line.toString().stripTrailing())).append(System.lineSeparator());
        }
        return lines.toString();
    }

    private boolean isModel(String[] row) {
        return row.length == rows.get(0).length;
    }
}
