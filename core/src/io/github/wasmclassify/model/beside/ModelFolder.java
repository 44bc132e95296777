package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.file.FileContent;
import io.github.wasmclassify.file.FileState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The files beside a model, among which exporters leave labels, settings and weights: those of a directory, or of a zip
 * archive. Whatever a name says, no file outside the folder can be read.
 */
public interface ModelFolder {
    /** More than any export has. */
    int MOST_FILES = 10_000;

    /**
     * The names of its files in alphabetical order, without those in subfolders; at most {@link #MOST_FILES}.
     *
     * @throws IOException whose message is the reason alone
     */
    List<String> names() throws IOException;

    /**
     * The whole content of a file; empty if there is no such file.
     *
     * @param name may lead into a subfolder, as {@code weights/a.bin} does
     * @param limit in bytes
     * @throws IOException whose message is the reason alone, if it is larger, cannot be read or leads out of this
     *     folder
     */
    Optional<byte[]> read(String name, int limit) throws IOException;

    /** The same, to be read later if its size is known in advance. */
    default Optional<FileContent> content(String name, int limit) throws IOException {
        Optional<byte[]> bytes = read(name, limit);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(FileContent.of(bytes.get().length, limit, () -> new ByteArrayInputStream(bytes.get())));
    }

    /**
     * A state that changes when the file changes.
     *
     * @throws IOException also if there is no such file
     */
    FileState state(String name) throws IOException;

    /** What to call one of its files in messages. */
    String title(String name);
}
