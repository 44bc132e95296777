package io.github.wasmclassify.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long MIB = 1 << 20;

    @Test
    void itTellsShareRateAndTimeLeft() {
        assertEquals(
                "classifying  45 % [#########           ] 45/100 images, 9.0/s, 0:06 left",
                ProgressLine.text("classifying", 45, 100, " images", 1, 5));
        assertEquals(
                "vgg-16  50 % [##########          ] 264/528 MiB, 4.0/s, 1:06 left",
                ProgressLine.text("vgg-16", 264 * MIB, 528 * MIB, " MiB", MIB, 66));
    }

    @Test
    void itTellsWhatIsDoneWhereTheTotalIsNotKnown() {
        assertEquals("classifying 7 images, 3.5/s", ProgressLine.text("classifying", 7, -1, " images", 1, 2));
        assertEquals("classifying 0 images", ProgressLine.text("classifying", 0, -1, " images", 1, 0));
    }

    /** Pictures may be added to a directory while it is read. */
    @Test
    void moreThanTheTotalIsAllOfIt() {
        assertEquals(
                "classifying 100 % [####################] 12/10 images, 6.0/s",
                ProgressLine.text("classifying", 12, 10, " images", 1, 2));
    }

    @Test
    void theLineIsEmptyAtTheEnd() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (ProgressLine line =
                new ProgressLine(new PrintStream(screen, true, StandardCharsets.UTF_8), "classifying", " images", 1)) {
            line.total(3);
            line.at(3);
        }

        assertTrue(
                screen.toString(StandardCharsets.UTF_8).startsWith("\r\u001b[Kclassifying 0 images"),
                screen.toString(StandardCharsets.UTF_8));
        assertTrue(screen.toString(StandardCharsets.UTF_8).endsWith("\r\u001b[K"));
    }
}
