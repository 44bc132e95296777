package io.github.wasmclassify.cli.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels as folders, by the rules of Windows, which are the strictest. */
class FolderNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lemon",
                "candle, taper, wax light",
                "\u00c4pfel & Birnen (2)",
                "\u6a58\u5b50",
                "\ud83c\udf4b",
                "jack-o'-lantern",
                "a.b"
            })
    void usualLabelsStayAsTheyAre(String label) {
        assertEquals(label, FolderName.of(label));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            AC/DC            => AC_DC
            ../../etc        => _.._etc
            C:\\Windows      => C__Windows
            what?*"<>|       => what______
            `.hidden`        => hidden
            `dots... `       => dots
            `  spaces  `     => spaces
            ``               => _
            ...              => _
            con              => _con
            NUL.txt          => _NUL.txt
            lpt1             => _lpt1
            console          => console
            """)
    void whatSomeSystemRefusesIsReplaced(String label, String name) {
        assertEquals(name, FolderName.of(label));
    }

    @Test
    void whatCannotBeSeenIsReplaced() {
        assertEquals("a_b_c_gpj.exe_d", FolderName.of("a\nb\0c\u202egpj.exe\ud800d"));
    }

    @Test
    void longLabelsAreCutBetweenCharacters() {
        String name = FolderName.of("a" + "\ud83c\udf4b".repeat(100));

        assertTrue(name.matches("a(\ud83c\udf4b)+"), name);
        assertEquals(117, name.getBytes(StandardCharsets.UTF_8).length);
    }
}
