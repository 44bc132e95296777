package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.input.PictureInput;
import java.nio.file.Path;
import java.util.Optional;

/** A picture whose class is known. */
public record LabelledPicture(PictureInput picture, Expectation expectation) implements PictureInput {
    /** The class that it shows. */
    public int classIndex() {
        return expectation.classIndex();
    }

    @Override
    public String name() {
        return picture.name();
    }

    @Override
    public Optional<Path> file() {
        return picture.file();
    }

    @Override
    public byte[] read() {
        return picture.read();
    }

    @Override
    public void release() {
        picture.release();
    }
}
