package wasmclassify.image;

import java.io.IOException;
import java.nio.file.Path;
import wasmclassify.error.PictureException;
import wasmclassify.file.FileBytes;

/** Reads whole picture files. */
public final class PictureFile {
    /** The most that is read of any picture, wherever it comes from, in bytes. */
    public static final int LARGEST = 256 << 20;

    private PictureFile() {}

    /** @throws PictureException if it cannot be read */
    public static byte[] read(Path file) {
        try {
            return FileBytes.read(file, LARGEST);
        } catch (IOException e) {
            throw new PictureException(PictureException.Reason.UNREADABLE, e.getMessage(), e);
        }
    }
}
