package io.github.wasmclassify.cli.evaluate;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import io.github.wasmclassify.cli.error.InputException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads a table of expectations row by row: CSV (RFC 4180) in UTF-8 with a header. Empty lines and lines that begin
 * with # are skipped. Every error is an {@link InputException} that names the line.
 */
final class ExpectationTable implements Iterator<ExpectationTable.Row>, AutoCloseable {
    static final String PATH = "path";
    static final String LABEL = "label";
    static final String MIN_CONFIDENCE = "min_confidence";
    static final String TOP = "top";

    private static final List<String> COLUMNS = List.of(PATH, LABEL, MIN_CONFIDENCE, TOP);
    private static final int MOST_TOP = 1_000_000;
    private static final long LARGEST_FILE = 128 << 20;
    private static final FieldModifier STRIP = new FieldModifier() {
        @Override
        public String modify(long line, int index, boolean isQuoted, String field) {
            return isQuoted ? field : field.strip();
        }
    };

    /**
     * Added to the end of the table, as a line of its own. The library takes the end of the file for the end of an open
     * quote; this comment is then within the quote.
     */
    private static final String END = "\n#end";

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private List<String> header = List.of();
    private long line; // where the last row begins
    private CsvRecord next; // null at the end

    /**
     * A row as the user wrote it.
     *
     * @param line where it begins, counted from 1
     * @param picture seen from the working directory
     */
    record Row(long line, Path picture, String label, double minConfidence, int top) {}

    private ExpectationTable(Path file, CsvReader<CsvRecord> reader) {
        this.file = file;
        this.reader = reader;
        records = reader.iterator();
    }

    /** @throws InputException if it cannot be read, or lacks a column */
    static ExpectationTable open(Path file) {
        requireFile(file);
        try {
            CsvReader<CsvRecord> reader = CsvReader.builder()
                    .commentStrategy(CommentStrategy.READ) // for the one at the end
                    .allowExtraFields(true) // so that there is a better message
                    .allowMissingFields(true)
                    .trimWhitespacesAroundQuotes(true)
                    .build(CsvRecordHandler.of(handler -> handler.fieldModifier(STRIP)), text(file));
            ExpectationTable table = new ExpectationTable(file, reader);
            table.readHeader();
            return table;
        } catch (IOException e) {
            throw unreadable(file, 0, e);
        }
    }

    /** It is read twice, so it cannot be a pipe. */
    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "`" + file + "`: " + (Files.exists(file) ? "is not a regular file" : "no such file"));
        }
        if (file.toFile().length() > LARGEST_FILE) {
            throw new InputException("`" + file + "`: larger than 128 MiB; is it a table of pictures?");
        }
    }

    /** The text without its byte order mark, and with {@link #END}. */
    private static Reader text(Path file) throws IOException {
        var end = new ByteArrayInputStream(END.getBytes(StandardCharsets.UTF_8));
        var bytes = new SequenceInputStream(Files.newInputStream(file), end);
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private void readHeader() {
        try {
            advance();
            if (next != null) {
                header = next.getFields();
                line = next.getStartingLineNumber();
            }
            requireColumns();
            advance();
        } catch (InputException e) {
            close();
            throw e;
        }
    }

    private void requireColumns() {
        for (String column : List.of(PATH, LABEL)) {
            if (!header.contains(column)) {
                throw problem(
                        "the header has no column `" + column + "`; it must be a first line such as `path,label`");
            }
        }
        for (String column : header) {
            if (Collections.frequency(header, column) > 1) {
                throw problem("the header has the column `" + column + "` more than once");
            }
            if (!COLUMNS.contains(column)) {
                throw problem("unknown column `" + column + "`; the columns are " + String.join(", ", COLUMNS));
            }
        }
    }

    /** Reads the next row, which is no comment. */
    private void advance() {
        try {
            do {
                next = records.hasNext() ? records.next() : null;
            } while (next != null && next.isComment());
            if (next != null && !records.hasNext()) {
                throw new InputException(file + ":" + next.getStartingLineNumber()
                        + ": a quote is left open; close each quote, and double it within quotes");
            }
        } catch (UncheckedIOException | CsvParseException e) {
            throw unreadable(file, next == null ? 0 : next.getStartingLineNumber(), e);
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Row next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        CsvRecord row = next;
        line = row.getStartingLineNumber();
        if (row.getFieldCount() > header.size()) {
            throw problem("has " + row.getFieldCount() + " values for " + header.size()
                    + " columns; put quotes around values that contain commas");
        }
        Row found = new Row(
                line,
                picture(value(row, PATH)),
                label(value(row, LABEL)),
                minConfidence(value(row, MIN_CONFIDENCE)),
                top(value(row, TOP)));
        advance();
        return found;
    }

    /** Empty if the table has no such column, or the row is shorter. */
    private String value(CsvRecord row, String column) {
        int index = header.indexOf(column);
        return index < 0 || index >= row.getFieldCount() ? "" : row.getField(index);
    }

    private Path picture(String path) {
        if (path.isEmpty()) {
            throw problem("has no path");
        }
        try {
            return file.resolveSibling(path);
        } catch (InvalidPathException e) {
            throw problem("not a valid file name: " + e.getReason());
        }
    }

    private String label(String label) {
        if (label.isEmpty()) {
            throw problem("has no label");
        }
        return label;
    }

    private double minConfidence(String text) {
        try {
            double value = text.isEmpty() ? 0 : Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // as wrong as a number out of range
        }
        throw problem(MIN_CONFIDENCE + " must be from 0 to 1, not `" + text + "`; leave it empty to accept any score");
    }

    private int top(String text) {
        try {
            int value = text.isEmpty() ? 1 : Integer.parseInt(text);
            if (value >= 1 && value <= MOST_TOP) {
                return value;
            }
        } catch (NumberFormatException e) {
            // as wrong as a number out of range
        }
        throw problem(TOP + " must be from 1 to " + MOST_TOP + ", not `" + text + "`; leave it empty for 1");
    }

    private InputException problem(String what) {
        return new InputException(file + ":" + Math.max(1, line) + ": " + what);
    }

    /** @param lastLine where the last row begins that could be read; 0 where there is none */
    private static InputException unreadable(Path file, long lastLine, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String reason = cause instanceof CharacterCodingException
                ? "not UTF-8 text; save it as CSV in UTF-8"
                : "not CSV after line " + lastLine + ": " + cause.getMessage()
                        + "; is each quote closed, and doubled within quotes?";
        return new InputException("`" + file + "`: " + reason, e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a file that was only read
        }
    }
}
