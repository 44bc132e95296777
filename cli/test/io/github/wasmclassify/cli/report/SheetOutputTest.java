package io.github.wasmclassify.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.error.OutputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a contact sheet is there at each point of its making. */
class SheetOutputTest {
    private static final byte[] JPEG = {1, 2, 3};

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private SheetOutput open() {
        return SheetOutput.open(folder + "/report/", notes::add);
    }

    /** Adds a thumbnail to the page. */
    private String write(SheetOutput output, String title) {
        String address = output.address(JPEG);
        output.print(title + " " + address);
        return address;
    }

    private String whole() throws Exception {
        try (SheetOutput output = open()) {
            String address = write(output, "whole");
            output.commit();
            return address;
        }
    }

    private List<String> files() throws Exception {
        Path report = folder.resolve("report");
        try (Stream<Path> files = Files.walk(report)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> report.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thePageAndItsThumbnailsReplaceThoseOfTheRunBefore() throws Exception {
        String older = whole();
        String newer = whole();

        assertEquals(List.of("index.html", newer), files());
        assertEquals("whole " + newer, Files.readString(folder.resolve("report/index.html")));
        assertFalse(older.equals(newer));
    }

    @Test
    void aRunThatFailsLeavesThingsAsTheyWere() throws Exception {
        try (SheetOutput output = open()) {
            write(output, "failed");
        }
        assertFalse(Files.exists(folder.resolve("report")));

        String address = whole();
        try (SheetOutput output = open()) {
            write(output, "failed");
        }
        assertEquals(List.of("index.html", address), files());
    }

    @Test
    void whatAnInterruptedRunHasDoneIsBesideTheWholePageUntilTheNext() throws Exception {
        String address = whole();
        String part;
        try (SheetOutput output = open()) {
            part = write(output, "part");
            assertEquals(
                    folder.resolve("report/index.html.partial"),
                    output.commitPartial().orElseThrow());
        }
        assertEquals(List.of("index.html", "index.html.partial", address, part), files());

        String next = whole();
        assertEquals(List.of("index.html", next), files());
    }

    @Test
    void filesOfTheUserStay() throws Exception {
        Path own =
                Files.createDirectories(folder.resolve("report/thumbnails/1")).resolve("own.txt");
        Files.writeString(own, "mine");

        whole();

        assertTrue(Files.exists(own));
        assertTrue(notes.get(0).startsWith("cannot delete the thumbnails of older reports in "), notes.toString());
    }

    @Test
    void aDirectoryIsMadeOnlyInsideOneThatIsThere() {
        OutputException failure =
                assertThrows(OutputException.class, () -> SheetOutput.open(folder + "/no/report/", notes::add));

        assertEquals("cannot write into the directory " + folder + "/no/report: no such file", failure.getMessage());
    }

    @Test
    void aLargePageIsSaidOnceToBeBetterInADirectory() throws Exception {
        String tenMegabytes = "x".repeat(10_000_000);
        try (SheetOutput output = SheetOutput.open(folder + "/report.html", notes::add)) {
            for (int i = 0; i < 5; i++) {
                output.print(tenMegabytes);
            }
            assertEquals(List.of(), notes);
            output.print("x");
            output.print("x");
        }

        assertEquals(1, notes.size());
        assertTrue(notes.get(0).contains("--report DIR/"), notes.get(0));
    }
}
