package io.github.wasmclassify.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void theNewFileReplacesTheOldOne() throws Exception {
        Path target = Files.writeString(folder.resolve("file"), "old");

        AtomicFile.write(folder.resolve("file.new"), target, file -> {
            Files.writeString(file, "new");
            assertEquals("old", Files.readString(target));
        });

        assertEquals("new", Files.readString(target));
        assertFalse(Files.exists(folder.resolve("file.new")));
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFileAndNothingElse() throws Exception {
        Path target = Files.writeString(folder.resolve("file"), "old");

        assertThrows(
                IOException.class,
                () -> AtomicFile.write(folder.resolve("file.new"), target, file -> {
                    Files.writeString(file, "half");
                    throw new IOException("the disk is full");
                }));

        assertEquals("old", Files.readString(target));
        assertFalse(Files.exists(folder.resolve("file.new")));
    }
}
