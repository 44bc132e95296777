package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;
import java.nio.file.Path;
import java.util.Optional;

/** A picture to classify, wherever it comes from. */
public interface PictureInput {
    /** What the user knows it by: its path, or {@code -}. */
    String name();

    /** Where it lies, if it is a file. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /**
     * The whole picture file.
     *
     * @throws PictureException if it cannot be read
     */
    byte[] read();

    /**
     * Nobody needs the file's bytes any more. May be called by any thread, also where {@link #read} failed or goes on.
     */
    default void release() {}
}
