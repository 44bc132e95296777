package wasmclassify.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import wasmclassify.error.PictureException;

/** A kind of picture file, told by its first bytes. */
enum PictureKind {
    JPEG("JPEG", "\u00ff\u00d8\u00ff", JpegPicture::new),
    PNG("PNG", "\u0089PNG\r\n\u001a\n", PngPicture::new),
    GIF("GIF", "GIF8", GifPicture::new),
    BMP("BMP", "BM", BmpPicture::new);

    private final String label;
    private final byte[] signature;
    private final Function<byte[], EncodedPicture> reader;

    PictureKind(String label, String signature, Function<byte[], EncodedPicture> reader) {
        this.label = label;
        this.signature = signature.getBytes(StandardCharsets.ISO_8859_1);
        this.reader = reader;
    }

    /** The kind of a file; none if it is of another one. */
    static Optional<PictureKind> of(byte[] file) {
        return Arrays.stream(values()).filter(kind -> kind.isSignatureOf(file)).findFirst();
    }

    private boolean isSignatureOf(byte[] file) {
        return file.length >= signature.length && Arrays.equals(file, 0, signature.length, signature, 0, signature.length);
    }

    /**
     * Reads the headers.
     *
     * @throws IndexOutOfBoundsException if the file ends too early
     * @throws PictureException if it contradicts itself
     */
    EncodedPicture open(byte[] file) {
        return reader.apply(file);
    }

    PictureException damaged(String why) {
        return damaged(why, null);
    }

    PictureException damaged(String why, Throwable cause) {
        return new PictureException(PictureException.Reason.DAMAGED, "the " + label + " data is truncated or damaged: " + why, cause);
    }

    PictureException unsupported(String what) {
        return unsupported(what, null);
    }

    PictureException unsupported(String what, Throwable cause) {
        return new PictureException(PictureException.Reason.UNSUPPORTED, "the " + label + " data is of a sort that is not supported: " + what,
                cause);
    }
}
