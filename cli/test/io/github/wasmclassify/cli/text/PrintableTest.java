package io.github.wasmclassify.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatActsIsEscaped() {
        assertEquals(
                "a\\x1b]0;title\\x07b\\x0aprediction: c\\x9b\\u202e",
                Printable.of("a\u001b]0;title\u0007b\nprediction: c\u009b\u202e"));
    }

    @Test
    void allElseStays() {
        String text = "caf\u00e9 \u6f22\u5b57 \ud83d\ude00 100% \\x1b";

        assertEquals(text, Printable.of(text));
    }
}
