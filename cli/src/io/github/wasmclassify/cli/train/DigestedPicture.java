package io.github.wasmclassify.cli.train;

import io.github.wasmclassify.cli.evaluate.LabelledPicture;
import io.github.wasmclassify.cli.input.PictureInput;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture to learn from whose file is read already.
 *
 * @param picture what it is and shows
 * @param position among all pictures
 * @param digest SHA-256 of its file, in hexadecimal digits
 * @param bytes its file
 */
record DigestedPicture(LabelledPicture picture, int position, String digest, byte[] bytes) implements PictureInput {
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
        return bytes;
    }
}
