package io.github.wasmclassify.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves at the moment when somebody else takes the name, which is when a check beforehand says nothing. */
class FileMoveTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws Exception {
        file = Files.writeString(folder.resolve("file"), "this");
    }

    @Test
    void movesAFile() throws Exception {
        Path target = folder.resolve("target");

        FileMove.move(file, target);

        assertEquals("this", Files.readString(target));
        assertFalse(Files.exists(file));
    }

    @Test
    void aTakenNameIsNotReplaced() throws Exception {
        assertNotReplaced(Files.writeString(folder.resolve("taken"), "other"));
    }

    @Test
    void aTakenNameOnAnotherFileSystemIsNotReplaced() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isDirectory(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
                "needs two file systems");
        Path taken = Files.createTempFile(memory, "taken", null);
        try {
            assertNotReplaced(Files.writeString(taken, "other"));
        } finally {
            Files.delete(taken);
        }
    }

    private void assertNotReplaced(Path taken) throws IOException {
        assertThrows(FileAlreadyExistsException.class, () -> FileMove.move(file, taken));
        assertEquals("other", Files.readString(taken));
        assertEquals("this", Files.readString(file));
    }

    @Test
    void aLinkToNowhereIsATakenName() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

        assertThrows(FileAlreadyExistsException.class, () -> FileMove.move(file, link));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void aFileThatIsGoneLeavesNothing() throws Exception {
        Path target = folder.resolve("target");

        assertThrows(NoSuchFileException.class, () -> FileMove.move(folder.resolve("gone"), target));
        assertFalse(Files.exists(target));
    }
}
