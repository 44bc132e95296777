package io.github.wasmclassify.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeastRecentlyUsedTest {
    @TempDir
    Path folder;

    @Test
    void theOldestMakeRoom() throws Exception {
        List<Path> files = List.of(file("b", 10), file("a", 30), file("c", 20));

        LeastRecentlyUsed.trim(files, 250, 50);

        assertEquals(List.of("a", "c"), names());
    }

    @Test
    void nothingGoesThatFits() throws Exception {
        LeastRecentlyUsed.trim(List.of(file("a", 1), file("b", 2)), 200, 0);

        assertEquals(List.of("a", "b"), names());
    }

    /** A file of 100 bytes. */
    private Path file(String name, long lastUse) throws Exception {
        Path file = Files.write(folder.resolve(name), new byte[100]);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(lastUse));
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
