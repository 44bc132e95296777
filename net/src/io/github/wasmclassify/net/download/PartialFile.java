package io.github.wasmclassify.net.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The beginning of a file that is being downloaded. It stays when the download breaks, so that the next one can resume.
 * The server's version of the file (an ETag) is kept beside it, so that parts of two versions are never joined.
 */
public final class PartialFile {
    private final Path file;
    private final Path version;

    public PartialFile(Path file) {
        this.file = file;
        version = file.resolveSibling(file.getFileName() + ".etag");
    }

    /** The current size in bytes. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    Optional<String> version() throws IOException {
        return Files.exists(version) ? Optional.of(Files.readString(version)) : Optional.empty();
    }

    OutputStream restart(Optional<String> newVersion) throws IOException {
        delete();
        if (newVersion.isPresent()) {
            Files.writeString(version, newVersion.get());
        }
        return Files.newOutputStream(file);
    }

    OutputStream append() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.APPEND);
    }

    /** Deletes the file and its version. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        forgetVersion();
    }

    void forgetVersion() throws IOException {
        Files.deleteIfExists(version);
    }
}
