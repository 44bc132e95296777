package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.file.FileBytes;
import io.github.wasmclassify.file.FileContent;
import io.github.wasmclassify.file.FileState;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A folder with a model, inside a zip archive. Nothing is unpacked to disk.
 *
 * @param folder its path in the archive, with a slash at the end; empty for the root
 */
public record ModelArchive(Path archive, String folder) implements ModelFolder {
    @Override
    public List<String> names() throws IOException {
        return all(archive).stream()
                .filter(name -> name.startsWith(folder))
                .map(name -> name.substring(folder.length()))
                .filter(name -> !name.contains("/"))
                .toList();
    }

    /** The paths of all files in an archive, in alphabetical order. */
    public static List<String> all(Path archive) throws IOException {
        try (ZipFile zip = open(archive)) {
            return zip.stream()
                    .limit(MOST_FILES)
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .sorted()
                    .toList();
        } catch (IllegalArgumentException e) { // a name in no known encoding
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<byte[]> read(String name, int limit) throws IOException {
        try (ZipFile zip = open(archive)) {
            ZipEntry entry = zip.getEntry(folder + name);
            return isFile(entry) ? Optional.of(FileBytes.read(zip.getInputStream(entry), limit)) : Optional.empty();
        }
    }

    /** The size comes from the archive's directory. Reading fails if it is wrong. */
    @Override
    public Optional<FileContent> content(String name, int limit) throws IOException {
        try (ZipFile zip = open(archive)) {
            ZipEntry entry = zip.getEntry(folder + name);
            return isFile(entry)
                    ? Optional.of(FileContent.of(entry.getSize(), limit, () -> stream(name)))
                    : Optional.empty();
        }
    }

    private static boolean isFile(ZipEntry entry) {
        return entry != null && !entry.isDirectory();
    }

    private static ZipFile open(Path archive) throws IOException {
        try {
            return new ZipFile(archive.toFile());
        } catch (IllegalArgumentException e) { // a name in no known encoding
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Closes the archive too. */
    private InputStream stream(String name) throws IOException {
        ZipFile zip = open(archive);
        return new FilterInputStream(zip.getInputStream(zip.getEntry(folder + name))) {
            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    /** The state of the whole archive. */
    @Override
    public FileState state(String name) throws IOException {
        return FileState.of(archive);
    }

    @Override
    public String title(String name) {
        return folder + name + " in " + archive;
    }
}
