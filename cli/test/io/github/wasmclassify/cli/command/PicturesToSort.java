package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two pictures, and a directory to sort them into. */
abstract class PicturesToSort {
    static final String JOURNAL = ".wasm-classify-journal.jsonl";

    @TempDir
    Path folder;

    Path pictures;
    Path sorted;
    Path lemon;

    @BeforeEach
    void copyPictures() throws Exception {
        folder = folder.toRealPath(); // as journals name it
        pictures = Files.createDirectory(folder.resolve("pictures"));
        sorted = folder.resolve("sorted");
        lemon = copy("lemon.png", "lemon.png");
        copy("espresso.jpg", "cup.jpg");
    }

    Path copy(String sample, String name) throws IOException {
        Files.createDirectories(pictures.resolve(name).getParent());
        return Files.copy(TestFiles.SAMPLES.resolve(sample), pictures.resolve(name));
    }

    CommandRun sort(Object... more) {
        Object[] first = {"predict", "--quiet", "--recursive", pictures, "--sort-into", sorted};
        return CommandRun.of(
                Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
    }

    /** All files below the folder, and what links point to. */
    List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !file.endsWith(JOURNAL))
                    .map(file -> folder.relativize(file) + target(file))
                    .sorted()
                    .toList();
        }
    }

    static String target(Path file) {
        try {
            return Files.isSymbolicLink(file) ? " -> " + Files.readSymbolicLink(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    CommandRun assertUndone(List<String> before) throws IOException {
        CommandRun undo = CommandRun.of("unsort", sorted);

        assertEquals("", undo.err());
        assertEquals(0, undo.exitCode());
        assertEquals(before, tree());
        assertFalse(Files.exists(sorted));
        return undo;
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
