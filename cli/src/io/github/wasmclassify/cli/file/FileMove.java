package io.github.wasmclassify.cli.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves files without ever replacing another file, even one that appears at the same moment, and also across file
 * systems.
 */
public final class FileMove {
    private FileMove() {}

    /**
     * Moves a regular file. The system's own rename would replace an existing file. Therefore the file gets a hard link
     * with the new name and then loses the old name. Where hard links are impossible, it is copied, the copy is
     * compared with it, and the original is deleted.
     *
     * @throws FileAlreadyExistsException if the new name is taken
     * @throws IOException if the file cannot be moved; it is then where it was, and nothing new exists
     */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            copy(from, to);
        }
        try {
            Files.delete(from);
        } catch (IOException e) {
            Files.delete(to);
            throw e;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        try {
            if (Files.mismatch(from, to) >= 0) {
                throw new IOException("its copy on the other file system differs from it");
            }
        } catch (IOException e) {
            Files.delete(to);
            throw e;
        }
    }

    /** Whether a file is the beginning of another one, so that deleting it loses nothing. */
    public static boolean isStartOf(Path part, Path whole) throws IOException {
        long difference = Files.mismatch(part, whole);
        return difference < 0 || difference == Files.size(part);
    }
}
