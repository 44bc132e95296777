package io.github.wasmclassify.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files in one step, so that nobody ever reads half of one. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    public interface Writer {
        void write(Path file) throws IOException;
    }

    /**
     * Writes a file beside its place and moves it there. If that fails, nothing is left behind.
     *
     * @param temporary the file to write, in the same directory as the target
     */
    public static void write(Path temporary, Path target, Writer writer) throws IOException {
        try {
            writer.write(temporary);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Moves a complete file to its place and replaces what was there.
     *
     * @param complete a file in the same directory as the target; a file system that cannot move it in one step moves
     *     it in several
     */
    public static void move(Path complete, Path target) throws IOException {
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(complete, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
