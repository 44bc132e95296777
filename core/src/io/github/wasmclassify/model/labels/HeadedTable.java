package io.github.wasmclassify.model.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.wasmclassify.text.DelimitedText;
import io.github.wasmclassify.text.DelimitedText.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A table whose first row names its columns, separated by commas, semicolons or tabs. It is read as a list of rows. */
final class HeadedTable {
    private static final List<Character> DELIMITERS = List.of('\t', ',', ';');

    private static final int LONGEST_HEADER = 4096;

    private HeadedTable() {}

    static Optional<JsonElement> read(String text) {
        String header = text.lines()
                .findFirst()
                .filter(line -> line.length() <= LONGEST_HEADER)
                .orElse("");
        char delimiter = DELIMITERS.stream()
                .filter(candidate -> header.indexOf(candidate) >= 0)
                .findFirst()
                .orElse(',');
        String[] keys = Stream.of(header.split(Character.toString(delimiter), -1))
                .map(HeadedTable::key)
                .toArray(String[]::new);
        boolean isHeader = Arrays.stream(keys).anyMatch(NamesInTree::isNameKey)
                && Arrays.stream(keys).distinct().count() == keys.length;
        return isHeader ? Optional.of(rows(text, delimiter, keys)) : Optional.empty();
    }

    private static String key(String cell) {
        return cell.strip().replaceFirst("^\"(.*)\"$", "$1");
    }

    private static JsonArray rows(String text, char delimiter, String[] keys) {
        JsonArray rows = new JsonArray();
        for (Row row : cells(text, delimiter)) {
            if (row.cells().size() != keys.length) {
                throw new LabelFormatException("looks like a table, but line " + row.line() + " has "
                        + row.cells().size() + " columns and its header " + keys.length);
            }
            JsonObject fields = new JsonObject();
            for (int i = 0; i < keys.length; i++) {
                fields.addProperty(keys[i], row.cells().get(i).strip());
            }
            rows.add(fields);
        }
        rows.remove(0); // the header
        return rows;
    }

    private static List<Row> cells(String text, char delimiter) {
        try {
            return DelimitedText.rows(text, delimiter);
        } catch (IllegalArgumentException e) {
            throw new LabelFormatException("looks like a table, but is damaged: " + e.getMessage(), e);
        }
    }
}
