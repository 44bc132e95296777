package wasmclassify.input;

import java.io.IOException;
import wasmclassify.error.PictureException;
import wasmclassify.error.PictureException.Reason;
import wasmclassify.file.FileBytes;
import wasmclassify.image.PictureFile;

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
