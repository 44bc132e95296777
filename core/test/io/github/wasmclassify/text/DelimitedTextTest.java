package io.github.wasmclassify.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.wasmclassify.text.DelimitedText.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Delimited text as RFC 4180 and common spreadsheets write it. */
class DelimitedTextTest {
    @Test
    void quotesHoldWhatWouldEndACell() {
        List<Row> rows =
                DelimitedText.rows("id,name\n1,\"crane, a \"\"big\"\" bird\"\n2,\"two\r\nlines\"\n3,\"\"\n", ',');
        assertEquals(
                List.of(
                        new Row(1, List.of("id", "name")),
                        new Row(2, List.of("1", "crane, a \"big\" bird")),
                        new Row(3, List.of("2", "two\r\nlines")),
                        new Row(5, List.of("3", ""))),
                rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndInEachWayAndEmptyOnesAreSkipped(String end) {
        List<Row> rows = DelimitedText.rows(String.join(end, "a,b", "", "", "c,"), ',');
        assertEquals(List.of(new Row(1, List.of("a", "b")), new Row(4, List.of("c", ""))), rows);
    }

    @Test
    void otherDelimitersAreAllowedAndCommasThenAreText() {
        assertEquals(List.of(new Row(1, List.of("a,b", " c ", "d\"e"))), DelimitedText.rows("a,b\t c \td\"e", '\t'));
    }

    @Test
    void emptyTextHasNoRows() {
        assertEquals(List.of(), DelimitedText.rows("", ','));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a,b;\"c;d | a quote that is opened in line 2 is not closed",
                "a,b;c,\"d\"e | text after a closing quote in line 2"
            })
    void badQuotesAreReportedWithTheLine(String lines, String message) {
        Exception error =
                assertThrows(IllegalArgumentException.class, () -> DelimitedText.rows(lines.replace(';', '\n'), ','));
        assertEquals(message, error.getMessage());
    }
}
