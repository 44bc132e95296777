package io.github.wasmclassify.image;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.file.FileBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Picture files as bytes. */
public final class PictureFile {
    /** The most that is read of any picture, wherever it comes from, in bytes. */
    public static final int LARGEST = 256 << 20;

    private static final int START = 16;

    /** How files begin that only the guest decodes: WebP, TIFF, icons, Netpbm and QOI. */
    private static final Pattern GUESTS_KINDS =
            Pattern.compile("RIFF....WEBP|II\\*\0|MM\0\\*|\0\0\1\0|P[1-7]\\s|qoif", Pattern.DOTALL);

    /** How a TGA of the second version ends. */
    private static final String TARGA_END = "TRUEVISION-XFILE.\0";

    private PictureFile() {}

    /** @throws PictureException if it cannot be read */
    public static byte[] read(Path file) {
        try {
            return FileBytes.read(file, LARGEST);
        } catch (IOException e) {
            throw new PictureException(PictureException.Reason.UNREADABLE, e.getMessage(), e);
        }
    }

    /** Whether a file begins, or as a TGA ends, as a picture does; one that cannot be read does not. */
    public static boolean isPicture(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] start = new byte[(int) Math.min(START, in.length())];
            in.readFully(start);
            return isPicture(start) || isTarga(in);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether these are the first bytes of a picture; at least 16, where it has as many. A TGA has none of its own. */
    public static boolean isPicture(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return PictureKind.of(start).isPresent() || GUESTS_KINDS.matcher(text).lookingAt();
    }

    private static boolean isTarga(RandomAccessFile file) throws IOException {
        byte[] end = new byte[TARGA_END.length()];
        if (file.length() < end.length) {
            return false;
        }
        file.seek(file.length() - end.length);
        file.readFully(end);
        return new String(end, StandardCharsets.ISO_8859_1).equals(TARGA_END);
    }
}
