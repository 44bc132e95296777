package wasmclassify.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import wasmclassify.error.PictureException;
import wasmclassify.file.FileBytes;

/** Picture files as bytes. */
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

    /** Whether a file begins as a picture does; one that cannot be read does not. */
    public static boolean isPicture(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return isPicture(in.readNBytes(16));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether these are the first bytes of a picture; at least 16, where it has as many. */
    public static boolean isPicture(byte[] start) {
        return PictureKind.of(start).isPresent() || isWebP(start);
    }

    private static boolean isWebP(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return text.startsWith("RIFF") && text.startsWith("WEBP", 8);
    }
}
