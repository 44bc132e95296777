package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code unsort}, and the journal that it reads. */
class UnsortTest extends PicturesToSort {
    @Test
    void anothersJournalIsNotTrusted() throws Exception {
        Path victim = folder.resolve("autostart");
        Path own = Files.createDirectories(sorted.resolve("lemon")).resolve("evil");
        Files.writeString(own, "evil");
        Files.writeString(
                sorted.resolve(JOURNAL),
                "{\"version\":1,\"state\":\"done\",\"action\":\"move\",\"from\":\""
                        + victim.resolve("evil").toString().replace("\\", "\\\\") + "\",\"to\":\"lemon/evil\"}\n");

        CommandRun refused = CommandRun.of("unsort", sorted);

        assertEquals(
                "wasm-classify: " + sorted
                        + ": its journal was not written on this machine, and a journal can cause any file to be "
                        + "moved; if you trust it, use --force\n",
                refused.err());
        assertEquals(2, refused.exitCode());
        assertFalse(Files.exists(victim));
        assertEquals("undone: 1\n", CommandRun.of("unsort", "--force", sorted).out());
        assertTrue(Files.exists(victim.resolve("evil")));
    }

    @Test
    void aLinkInPlaceOfALabelFolderIsNotFollowed() throws Exception {
        sort("--move");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.move(sorted.resolve("lemon/lemon.png"), elsewhere.resolve("lemon.png"));
        Files.delete(sorted.resolve("lemon"));
        Files.createSymbolicLink(sorted.resolve("lemon"), elsewhere);

        CommandRun undo = CommandRun.of("unsort", sorted);

        assertEquals(
                "wasm-classify: " + sorted.resolve("lemon/lemon.png")
                        + ": left as it is: its folder was replaced by a symbolic link\n",
                undo.err());
        assertTrue(Files.exists(elsewhere.resolve("lemon.png")));
    }

    @Test
    void aJournalFromElsewhereDoesNotBecomeTrustedBySortingIntoItsFolder() throws Exception {
        Files.createDirectory(sorted);
        Files.writeString(sorted.resolve(JOURNAL), "");

        String note = "wasm-classify: 'wasm-classify unsort' will need --force: " + sorted
                + " has a journal that was not written on this machine\n";
        assertTrue(sort().err().startsWith(note));
        assertEquals(2, CommandRun.of("unsort", sorted).exitCode());
        assertEquals("undone: 2\n", CommandRun.of("unsort", "--force", sorted).out());
    }

    @Test
    void undoKeepsWhatWasChanged() throws Exception {
        sort();
        Path copy = sorted.resolve("lemon/lemon.png");
        Files.write(copy, new byte[1], StandardOpenOption.APPEND);

        CommandRun undo = CommandRun.of("unsort", sorted);

        assertEquals("wasm-classify: " + copy + ": left as it is: it differs from " + lemon + "\n", undo.err());
        assertEquals("undone: 1, left as they are: 1\n", undo.out());
        assertEquals(1, undo.exitCode());
        assertEquals(List.of("pictures/cup.jpg", "pictures/lemon.png", "sorted/lemon/lemon.png"), tree());

        Files.copy(lemon, copy, StandardCopyOption.REPLACE_EXISTING);
        assertEquals("undone: 1\n", CommandRun.of("unsort", sorted).out());
    }

    @Test
    void undoKeepsTheLastCopy() throws Exception {
        sort();
        Files.delete(lemon);

        CommandRun undo = CommandRun.of("unsort", sorted);

        assertTrue(
                undo.err().endsWith(": left as it is: it may be the last copy: " + lemon + " is no longer there\n"),
                undo.err());
        assertEquals(List.of("pictures/cup.jpg", "sorted/lemon/lemon.png"), tree());
    }

    @Test
    void undoReplacesNothing() throws Exception {
        sort("--move");
        Files.writeString(lemon, "another picture");

        CommandRun undo = CommandRun.of("unsort", sorted);

        assertEquals(1, undo.exitCode());
        assertEquals("another picture", Files.readString(lemon));
        assertEquals(List.of("pictures/cup.jpg", "pictures/lemon.png", "sorted/lemon/lemon.png"), tree());
    }

    @Test
    void aRunThatWasCutOffWhileItWroteTheJournalIsUndone() throws Exception {
        List<String> before = tree();
        sort("--move");
        Path journal = sorted.resolve(JOURNAL);
        byte[] torn = "{\"version\":1,\"state\":\"begun\",\"from\":\"/\u00fc".getBytes(StandardCharsets.UTF_8);
        Files.write(journal, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
        sort("--copy"); // goes on with the same journal

        assertUndone(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--copy", "--move"})
    void aRunThatWasCutOffWhileItCopiedIsUndone(String way) throws Exception {
        List<String> before = tree();
        byte[] whole = Files.readAllBytes(lemon);
        sort(way);
        Files.write(lemon, whole);
        Files.write(sorted.resolve("lemon/lemon.png"), Arrays.copyOf(whole, 1000));
        forgetLastLine();

        assertUndone(before);
        assertArrayEquals(whole, Files.readAllBytes(lemon));
    }

    @Test
    void aRunThatWasCutOffBeforeItDidAnythingIsUndone() throws Exception {
        List<String> before = tree();
        sort();
        Files.delete(sorted.resolve("lemon/lemon.png"));
        forgetLastLine();

        assertUndone(before);
    }

    /** That the last action is done. */
    private void forgetLastLine() throws IOException {
        Path journal = sorted.resolve(JOURNAL);
        List<String> lines = Files.readAllLines(journal);
        assertTrue(lines.get(lines.size() - 1).contains("\"done\""));
        Files.write(journal, lines.subList(0, lines.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../pictures/lemon.png", "/etc/passwd", "lemon/../../lemon.png"})
    void aJournalThatLeadsOutOfTheFolderIsRefused(String to) throws Exception {
        sort();
        List<String> before = tree();
        Path journal = sorted.resolve(JOURNAL);
        Files.writeString(journal, Files.readString(journal).replace("lemon/lemon.png", to));

        CommandRun undo = CommandRun.of("unsort", sorted);

        assertEquals("wasm-classify: " + journal + ": line 3 is outside the folder\n", undo.err());
        assertEquals(2, undo.exitCode());
        assertEquals(before, tree());
    }

    @Test
    void nothingToUndo() {
        CommandRun undo = CommandRun.of("unsort", pictures);

        assertEquals(
                "wasm-classify: " + pictures + ": nothing to undo: no pictures were sorted into it (it has no "
                        + JOURNAL + ")\n",
                undo.err());
        assertEquals(2, undo.exitCode());
    }
}
