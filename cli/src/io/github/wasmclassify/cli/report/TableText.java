package io.github.wasmclassify.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;

/** Makes the rows of a table: values with separators between them (RFC 4180), in quotes where they need them. */
public final class TableText {
    public static final char COMMA = ',';
    public static final char TAB = '\t';

    private final StringWriter text = new StringWriter();
    private final CsvWriter table;

    public TableText(char separator) {
        table = CsvWriter.builder()
                .fieldSeparator(separator)
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(0) // a row is read as soon as it is written
                .build(text);
    }

    /**
     * @param values in the order of the columns; null leaves a field empty
     * @return the row with the end of its line
     */
    public String row(List<?> values) {
        text.getBuffer().setLength(0);
        table.writeRecord(
                values.stream().map(value -> Objects.toString(value, "")).toList());
        return text.toString();
    }
}
