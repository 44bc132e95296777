package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.file.FileFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The thumbnails of one run, in {@code thumbnails/NUMBER/} beside the page. Each run has its own number, so that an
 * older page keeps its thumbnails until the new page replaces it.
 */
final class ThumbnailFolder implements AutoCloseable {
    private final Path parent;
    private final Path folder;
    private int count;
    private boolean isKept;

    private ThumbnailFolder(Path parent, Path folder) {
        this.parent = parent;
        this.folder = folder;
    }

    /** The directory with the thumbnails of all runs, for a page in this directory. */
    static Path parent(Path directory) {
        return directory.resolve("thumbnails");
    }

    /** @param directory of the page, which exists */
    static ThumbnailFolder create(Path directory) throws IOException {
        Path parent = Files.createDirectories(parent(directory));
        for (long number = System.currentTimeMillis(); ; number++) {
            try {
                return new ThumbnailFolder(parent, Files.createDirectory(parent.resolve(Long.toString(number))));
            } catch (FileAlreadyExistsException e) {
                // another run began in the same millisecond
            }
        }
    }

    /** @return the file's address for the page */
    String add(byte[] jpeg) {
        Path file = folder.resolve(++count + ".jpg");
        try {
            Files.write(file, jpeg);
        } catch (IOException e) {
            throw new OutputException("cannot write " + file + ": " + FileFault.reason(e), e);
        }
        return parent.getFileName() + "/" + folder.getFileName() + "/" + file.getFileName();
    }

    /** Keeps them, because a page needs them now. */
    void keep() {
        isKept = true;
    }

    /** Removes the thumbnails of runs that began before this one. The caller ensures that no page needs them. */
    void removeOlder() throws IOException {
        long own = Long.parseLong(folder.getFileName().toString());
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(
                parent,
                other -> other.getFileName().toString().matches("[0-9]{1,18}")
                        && Long.parseLong(other.getFileName().toString()) < own)) {
            for (Path older : folders) {
                remove(older);
            }
        }
    }

    @Override
    public void close() {
        if (isKept) {
            return;
        }
        try {
            remove(folder);
            Files.delete(parent);
        } catch (IOException e) {
            // another run's thumbnails are there
        }
    }

    /** Removes only files that this program wrote. */
    private static void remove(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> thumbnails = Files.newDirectoryStream(
                folder, file -> file.getFileName().toString().matches("[0-9]+[.]jpg"))) {
            thumbnails.forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
