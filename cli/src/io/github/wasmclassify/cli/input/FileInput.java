package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.image.PictureFile;
import java.nio.file.Path;
import java.util.Optional;

/** A picture in a file of any name. */
public record FileInput(Path path) implements PictureInput {
    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    @Override
    public byte[] read() {
        return PictureFile.read(path);
    }
}
