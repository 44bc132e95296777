package io.github.wasmclassify.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTextTest {
    /** Read with a library that did not write it. */
    @ParameterizedTest
    @ValueSource(chars = {TableText.COMMA, TableText.TAB})
    void everyValueIsReadAsItWas(char separator) throws Exception {
        List<String> values = List.of(
                "#1.jpg",
                "a,b",
                "tab\there",
                "say \"cheese\"",
                "two\nlines",
                "\r",
                "",
                " spaces ",
                "\u00fcber",
                "'",
                "\\");
        TableText table = new TableText(separator);

        String text = table.row(values) + table.row(Arrays.asList(null, 0.5f, 7L));

        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(separator).get();
        try (var rows = format.parse(new StringReader(text))) {
            assertEquals(
                    List.of(values, List.of("", "0.5", "7")),
                    rows.stream().map(row -> row.toList()).toList());
        }
    }
}
