package io.github.wasmclassify.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits delimited text, such as CSV, into rows of cells as RFC 4180 says: a cell in quotes may hold delimiters, line
 * ends and doubled quotes. A line ends with LF, CRLF or CR. Empty lines are skipped.
 */
public final class DelimitedText {
    private static final char QUOTE = '"';

    private final String text;
    private final char delimiter;
    private int position;
    private int line = 1;

    /**
     * One row.
     *
     * @param line where it begins, counted from 1
     */
    public record Row(int line, List<String> cells) {}

    private DelimitedText(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
    }

    /**
     * @throws IllegalArgumentException if a quote is not closed, or text follows a closing quote; the message names the
     *     line
     */
    public static List<Row> rows(String text, char delimiter) {
        DelimitedText reader = new DelimitedText(text, delimiter);
        List<Row> rows = new ArrayList<>();
        while (reader.position < text.length()) {
            if (!reader.skipLineEnd()) {
                rows.add(reader.row());
            }
        }
        return rows;
    }

    private Row row() {
        int start = line;
        List<String> cells = new ArrayList<>();
        cells.add(cell());
        while (position < text.length() && text.charAt(position) == delimiter) {
            position++;
            cells.add(cell());
        }
        skipLineEnd();
        return new Row(start, cells);
    }

    private String cell() {
        if (position < text.length() && text.charAt(position) == QUOTE) {
            String cell = quoted();
            if (!plain().isBlank()) {
                throw new IllegalArgumentException("text after a closing quote in line " + line);
            }
            return cell;
        }
        return plain();
    }

    private String plain() {
        int start = position;
        while (position < text.length() && !isCellEnd(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private boolean isCellEnd(char c) {
        return c == delimiter || c == '\n' || c == '\r';
    }

    private String quoted() {
        int start = line;
        StringBuilder cell = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == QUOTE) {
                position++;
                if (position == text.length() || text.charAt(position) != QUOTE) {
                    return cell.toString();
                }
            }
            int lineStart = position;
            if (!skipLineEnd()) {
                position++;
            }
            cell.append(text, lineStart, position);
        }
        throw new IllegalArgumentException("a quote that is opened in line " + start + " is not closed");
    }

    private boolean skipLineEnd() {
        if (text.startsWith("\r\n", position)) {
            position += 2;
        } else if (position < text.length() && (text.charAt(position) == '\n' || text.charAt(position) == '\r')) {
            position++;
        } else {
            return false;
        }
        line++;
        return true;
    }
}
