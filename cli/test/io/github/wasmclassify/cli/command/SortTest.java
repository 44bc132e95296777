package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code predict --sort-into}, on files. */
class SortTest extends PicturesToSort {
    /** The index of the lemon's class in the built-in model. */
    private static final int LEMON = 187;

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
}
