package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.file.FileBytes;
import io.github.wasmclassify.image.PictureFile;
import java.io.IOException;

/** A picture on stdin. */
record StandardInput() implements PictureInput {
    static final String NAME = "-";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] read() {
        try {
            return FileBytes.read(System.in, PictureFile.LARGEST);
        } catch (IOException e) {
            throw new PictureException(Reason.UNREADABLE, e.getMessage(), e);
        }
    }
}
