package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.error.InputException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table of expectations, a row at a time: CSV (RFC 4180) in UTF-8 with a header; empty lines and those that
 * begin with # do not count. Every fault is an {@link InputException} that names the line.
 */
final class ExpectationTable implements Iterator<ExpectationTable.Row>, AutoCloseable {
    static final String PATH = "path";
    static final String LABEL = "label";
    static final String MIN_CONFIDENCE = "min_confidence";
    static final String TOP = "top";

    private static final List<String> COLUMNS = List.of(PATH, LABEL, MIN_CONFIDENCE, TOP);
    private static final int MOST_TOP = 1_000_000;
    private static final long LARGEST_FILE = 128 << 20;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setCommentMarker('#')
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private final Path file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    /**
     * A row as the user wrote it.
     *
     * @param line where it ends, counted from 1
     * @param picture seen from the working directory
     */
    record Row(long line, Path picture, String label, double minConfidence, int top) {}

    private ExpectationTable(Path file, CSVParser parser) {
        this.file = file;
        this.parser = parser;
        records = parser.iterator();
    }

    /** @throws InputException if it cannot be read, or has not the right columns */
    static ExpectationTable open(Path file) {
        requireFile(file);
        try {
            CSVParser parser = CSVParser.parse(reader(file), FORMAT);
            ExpectationTable table = new ExpectationTable(file, parser);
            table.requireColumns(parser.getHeaderNames());
            return table;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    /** It is read twice, so a pipe does not do. */
    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "`" + file + "`: " + (Files.exists(file) ? "is not a regular file" : "no such file"));
        }
        if (file.toFile().length() > LARGEST_FILE) {
            throw new InputException("`" + file + "`: larger than 128 MiB; is it a table of pictures?");
        }
    }

    /**
     * The text without its byte order mark, and with an end to its last line, without which lines are counted wrongly.
     */
    private static BufferedReader reader(Path file) throws IOException {
        var bytes = new SequenceInputStream(Files.newInputStream(file), new ByteArrayInputStream(new byte[] {'\n'}));
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private void requireColumns(List<String> header) {
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

    @Override
    public boolean hasNext() {
        try {
            return records.hasNext();
        } catch (UncheckedIOException | IllegalStateException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public Row next() {
        CSVRecord row = records.next();
        if (row.size() > parser.getHeaderNames().size()) {
            throw problem("has " + row.size() + " values for "
                    + parser.getHeaderNames().size() + " columns; put quotes around values that contain commas");
        }
        return new Row(
                parser.getCurrentLineNumber(),
                picture(value(row, PATH)),
                label(value(row, LABEL)),
                minConfidence(value(row, MIN_CONFIDENCE)),
                top(value(row, TOP)));
    }

    /** Empty where the table has no such column, or the row ends before. */
    private static String value(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column) : "";
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
        return new InputException(file + ":" + Math.max(1, parser.getCurrentLineNumber()) + ": " + what);
    }

    private static InputException unreadable(Path file, Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        return new InputException(
                "`" + file + "`: "
                        + (cause instanceof CharacterCodingException
                                ? "not UTF-8 text; save it as CSV in UTF-8"
                                : "not CSV: " + cause.getMessage()
                                        + "; is each quote closed, and doubled within quotes?"),
                e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a file that was only read
        }
    }
}
