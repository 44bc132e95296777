package wasmclassify.report;

import java.util.ArrayList;
import java.util.List;
import wasmclassify.model.UserFiles;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.ModelCard;

/** Models, a line each, in columns as wide as they need to be. */
public final class ModelTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final String defaultModel;

    /** @param defaultModel is marked with an asterisk */
    public ModelTable(String defaultModel) {
        this.defaultModel = defaultModel;
        rows.add(new String[] {"  NAME", "WHERE", "SIZE", "INPUT", "CLASSES", "LICENCE", "DESCRIPTION"});
    }

    public void add(String name, ModelCard card, UserFiles.State state) {
        String size = card.number(CardField.BYTES).stream().mapToObj(ByteCount::text).findFirst().orElse("");
        rows.add(new String[] {
            (name.equals(defaultModel) ? "* " : "  ") + name, state.toString(), size, text(card, CardField.INPUT_SIZE),
            text(card, CardField.CLASSES), text(card, CardField.LICENCE), text(card, CardField.DESCRIPTION)
        });
    }

    private static String text(ModelCard card, CardField field) {
        return card.text(field).orElse("");
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder lines = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length())).append(GAP);
            }
            lines.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return lines.toString();
    }
}
