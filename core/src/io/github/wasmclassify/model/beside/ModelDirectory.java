package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.file.FileContent;
import io.github.wasmclassify.file.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A directory on disk with a model in it.
 *
 * @param home where its links may lead: the directory itself, or the one that really holds the model, because some
 *     caches consist of links only
 */
public record ModelDirectory(Path directory, Path home) implements ModelFolder {
    public ModelDirectory(Path directory) {
        this(directory, directory);
    }

    /** The directory that holds a model. */
    public static ModelDirectory of(Path model) throws IOException {
        return new ModelDirectory(
                model.toAbsolutePath().getParent(), model.toRealPath().getParent());
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.limit(MOST_FILES)
                    .filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public Optional<byte[]> read(String name, int limit) throws IOException {
        Optional<FileContent> content = content(name, limit);
        return content.isEmpty() ? Optional.empty() : Optional.of(content.get().read());
    }

    @Override
    public Optional<FileContent> content(String name, int limit) throws IOException {
        Path file = resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Path real = file.toRealPath();
        if (!real.startsWith(directory.toRealPath()) && !real.startsWith(home.toRealPath())) {
            throw new IOException("is a link to a file outside the model's directory; copy the file itself there");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("is not a regular file");
        }
        return Optional.of(FileContent.of(file, limit));
    }

    @Override
    public FileState state(String name) throws IOException {
        return FileState.of(resolve(name));
    }

    private Path resolve(String name) throws IOException {
        try {
            Path relative = Path.of(name);
            boolean leadsOut = relative.getRoot() != null
                    || name.isEmpty()
                    || StreamSupport.stream(relative.spliterator(), false)
                            .anyMatch(part -> part.toString().equals(".."));
            if (leadsOut) {
                throw new IOException("is outside the model's directory");
            }
            return directory.resolve(relative);
        } catch (InvalidPathException e) {
            throw new IOException("is not a valid file name", e);
        }
    }

    @Override
    public String title(String name) {
        return directory.resolve(name).toString();
    }
}
