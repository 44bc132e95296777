package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;
import java.nio.file.Path;
import java.util.Optional;

/** A picture to classify, wherever it comes from. */
public interface PictureInput {
    /** The user's name for it: its path, or {@code -}. */
    String name();

    /** Its path, if it is a file. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /**
     * The whole picture file.
     *
     * @throws PictureException if it cannot be read
     */
    byte[] read();

    /** Releases the file's bytes. Any thread may call this, also after {@link #read} failed or while it is running. */
    default void release() {}
}
