package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code predict --sort-into} and {@code unsort}, on files. */
class SortTest {
    private static final String JOURNAL = ".wasm-classify-journal.jsonl";
    /** Of the lemon's class in the built-in model. */
    private static final int LEMON = 187;

    @TempDir
    Path folder;

    private Path pictures;
    private Path sorted;
    private Path lemon;

    @BeforeEach
    void copyPictures() throws Exception {
        folder = folder.toRealPath(); // as journals name it
        pictures = Files.createDirectory(folder.resolve("pictures"));
        sorted = folder.resolve("sorted");
        lemon = copy("lemon.png", "lemon.png");
        copy("espresso.jpg", "cup.jpg");
    }

    private Path copy(String sample, String name) throws IOException {
        Files.createDirectories(pictures.resolve(name).getParent());
        return Files.copy(TestFiles.SAMPLES.resolve(sample), pictures.resolve(name));
    }

    private CommandRun sort(Object... more) {
        Object[] first = {"predict", "--quiet", "--recursive", pictures, "--sort-into", sorted};
        return CommandRun.of(
                Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
    }

    /** All files below the folder, and what links point to. */
    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !file.endsWith(JOURNAL))
                    .map(file -> folder.relativize(file) + target(file))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path file) {
        try {
            return Files.isSymbolicLink(file) ? " -> " + Files.readSymbolicLink(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private CommandRun assertUndone(List<String> before) throws IOException {
        CommandRun undo = CommandRun.of("unsort", sorted);

        assertEquals("", undo.err());
        assertEquals(0, undo.exitCode());
        assertEquals(before, tree());
        assertFalse(Files.exists(sorted));
        return undo;
    }

    @Test
    void copiesUnlessToldOtherwiseAndUndoesIt() throws Exception {
        List<String> before = tree();

        CommandRun run = sort();

        assertEquals(
                List.of("pictures/cup.jpg", "pictures/lemon.png", "sorted/espresso/cup.jpg", "sorted/lemon/lemon.png"),
                tree());
        assertEquals(-1, Files.mismatch(lemon, sorted.resolve("lemon/lemon.png")));
        assertEquals(
                Files.getLastModifiedTime(lemon).toMillis(),
                Files.getLastModifiedTime(sorted.resolve("lemon/lemon.png")).toMillis());
        assertTrue(run.out().contains("prediction: lemon "), run.out());
        assertEquals(
                "wasm-classify: 2 pictures copied to folders in " + sorted + "; undo with 'wasm-classify unsort "
                        + sorted + "'\n",
                run.err());
        assertEquals(0, run.exitCode());
        assertEquals("undone: 2\n", assertUndone(before).out());
    }

    @Test
    void linksAreSymbolicAndAbsolute() throws Exception {
        List<String> before = tree();

        assertEquals(0, sort("--link").exitCode());

        assertEquals(
                List.of(
                        "pictures/cup.jpg",
                        "pictures/lemon.png",
                        "sorted/espresso/cup.jpg -> " + pictures.resolve("cup.jpg"),
                        "sorted/lemon/lemon.png -> " + lemon),
                tree());
        assertUndone(before);
    }

    @Test
    void moves() throws Exception {
        List<String> before = tree();

        assertEquals(0, sort("--move").exitCode());

        assertEquals(List.of("sorted/espresso/cup.jpg", "sorted/lemon/lemon.png"), tree());
        Files.delete(pictures);
        assertUndone(before); // also what was around the pictures
    }

    @Test
    void movesToAnotherFileSystem() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isDirectory(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
                "needs two file systems");
        byte[] content = Files.readAllBytes(lemon);
        sorted = Files.createTempDirectory(memory, "sorted");
        List<String> before = tree();

        assertEquals(0, sort("--move").exitCode());

        assertEquals(List.of(), tree());
        assertArrayEquals(content, Files.readAllBytes(sorted.resolve("lemon/lemon.png")));
        assertUndone(before);
        assertArrayEquals(content, Files.readAllBytes(lemon));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--copy", "--link", "--move"})
    void aTakenNameGetsANumber(String way) throws Exception {
        Files.writeString(copy("lemon.png", "a/lemon.png"), "other bytes", StandardOpenOption.APPEND);
        Files.writeString(copy("lemon.png", "b/lemon.png"), "bytes of its own", StandardOpenOption.APPEND);
        Path own = Files.createDirectories(sorted.resolve("lemon")).resolve("lemon.png");
        Files.writeString(own, "mine");
        List<String> before = tree();

        CommandRun run = sort(way, "--include", "lemon*");

        assertEquals(
                List.of("lemon (2).png", "lemon (3).png", "lemon (4).png", "lemon.png"),
                names(sorted.resolve("lemon")));
        assertEquals("mine", Files.readString(own));
        assertEquals(0, run.exitCode());
        assertEquals("undone: 3\n", CommandRun.of("unsort", sorted).out());
        assertEquals(before, tree());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--copy", "--link"})
    void sortingTwiceAddsNothing(String way) throws Exception {
        sort(way);
        List<String> after = tree();

        CommandRun again = sort(way);

        assertEquals(after, tree());
        String done = way.equals("--copy") ? "copied" : "linked";
        assertEquals(
                "wasm-classify: 0 pictures " + done + " to folders in " + sorted + ", 2 already there\n", again.err());
        assertEquals(0, again.exitCode());
    }

    @Test
    void aFailureLeavesNoEmptyFolder() throws Exception {
        Path link = Files.createSymbolicLink(pictures.resolve("link.png"), TestFiles.SAMPLES.resolve("teapot.jpg"));

        CommandRun run = sort("--move");

        assertEquals(1, run.exitCode());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of(JOURNAL, "espresso", "lemon"), names(sorted));
    }

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

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aDryRunTellsThePlanAndChangesNothing() throws Exception {
        copy("lemon.png", "z/lemon.png");
        List<String> before = tree();

        CommandRun run = sort("--move", "--dry-run");

        assertEquals(before, tree());
        assertFalse(Files.exists(sorted));
        assertTrue(run.out().startsWith("prediction: espresso "), run.out());
        assertEquals(
                "wasm-classify: would move " + pictures.resolve("cup.jpg") + " to " + sorted.resolve("espresso/cup.jpg")
                        + "\nwasm-classify: would move " + lemon + " to " + sorted.resolve("lemon/lemon.png")
                        + "\nwasm-classify: would move " + pictures.resolve("z/lemon.png") + " to "
                        + sorted.resolve("lemon/lemon (2).png")
                        + "\nwasm-classify: dry run: 3 pictures would be moved to folders in " + sorted + "\n",
                run.err());
    }

    @Test
    void unsurePicturesGoToUnknown() throws Exception {
        assertEquals(0, sort("--threshold", 0.9).exitCode());

        assertTrue(Files.exists(sorted.resolve("unknown/lemon.png")));
        assertTrue(Files.exists(sorted.resolve("espresso/cup.jpg")));
    }

    @Test
    void labelsStayInsideOfTheFolder() throws Exception {
        List<String> labels = Files.readAllLines(TestFiles.ROOT.resolve("labels/pocket.txt"));
        labels.set(LEMON, "../../lemon/sour:, yellow");
        Path file = Files.write(folder.resolve("labels.txt"), labels);

        assertEquals(0, sort("--labels", file).exitCode());

        assertTrue(Files.exists(sorted.resolve("_.._lemon_sour_/lemon.png")), tree().toString());
    }

    @Test
    void theFolderIsNotLookedIntoWhereItLiesAmongThePictures() throws Exception {
        sorted = pictures.resolve("sorted");
        sort();

        CommandRun run = sort("--link");

        assertEquals("wasm-classify: 0 pictures linked to folders in " + sorted + ", 2 already there\n", run.err());
        assertEquals(2, run.out().lines().count());
    }

    @Test
    void oneOfItsFoldersMayBeSortedAgainAndWhatIsInPlaceStays() throws Exception {
        sort("--move", "--threshold", 0.9);
        pictures = sorted.resolve("unknown");

        assertTrue(sort("--move", "--threshold", 0.9)
                .err()
                .contains("0 pictures moved to folders in " + sorted + ", 1 already in place"));
        sort("--move");

        assertEquals(List.of("sorted/espresso/cup.jpg", "sorted/lemon/lemon.png"), tree());
        assertUndone(List.of("pictures/cup.jpg", "pictures/lemon.png"));
    }

    @Test
    void aPictureThatCannotBeFiledIsOneLine() throws Exception {
        Files.createDirectory(sorted);
        Files.writeString(sorted.resolve("lemon"), "no folder");

        CommandRun run = sort("--move");

        assertEquals(
                "wasm-classify: " + lemon + ": cannot be moved to the folder of `lemon`: " + sorted.resolve("lemon")
                        + " is a file\n"
                        + "wasm-classify: 1 picture moved to folders in " + sorted
                        + ", 1 could not be; undo with 'wasm-classify unsort " + sorted
                        + "'\n",
                run.err());
        assertEquals(1, run.exitCode());
        assertTrue(Files.exists(lemon));
    }

    @Test
    void aSymbolicLinkIsNotMoved() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.png"), Path.of("pictures/lemon.png"));

        CommandRun run = CommandRun.of("predict", link, "--move", "--sort-into", sorted);

        assertTrue(run.err().contains(": it is a symbolic link; "), run.err());
        assertEquals(1, run.exitCode());
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void aFileCannotBeSortedInto() {
        CommandRun run = CommandRun.of("predict", lemon, "--sort-into", lemon);

        assertEquals("wasm-classify: cannot sort into " + lemon + ": it is a file\n", run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void twoRunsDoNotSortIntoTheSameFolderAtOnce() throws Exception {
        Files.createDirectory(sorted);
        try (FileChannel journal =
                FileChannel.open(sorted.resolve(JOURNAL), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            journal.lock();

            assertEquals("wasm-classify: cannot sort into " + sorted + ": another run is using it\n", sort().err());
        }
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
