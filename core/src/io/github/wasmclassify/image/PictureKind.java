package io.github.wasmclassify.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** A kind of picture file, told by its first bytes. */
enum PictureKind {
    JPEG("\u00ff\u00d8\u00ff", JpegPicture::new),
    PNG("\u0089PNG\r\n\u001a\n", PngPicture::new),
    GIF("GIF8", GifPicture::new),
    BMP("BM", BmpPicture::new);

    private final byte[] signature;
    private final Function<byte[], EncodedPicture> reader;

    PictureKind(String signature, Function<byte[], EncodedPicture> reader) {
        this.signature = signature.getBytes(StandardCharsets.ISO_8859_1);
        this.reader = reader;
    }

    /** The kind of a file; none if it is of another one. */
    static Optional<PictureKind> of(byte[] file) {
        return Arrays.stream(values()).filter(kind -> kind.isSignatureOf(file)).findFirst();
    }

    private boolean isSignatureOf(byte[] file) {
        return file.length >= signature.length
                && Arrays.equals(file, 0, signature.length, signature, 0, signature.length);
    }

    /**
     * Reads the headers.
     *
     * @throws UnfitPictureException if the file ends too early, contradicts itself, or is of a kind that is left to the
     *     guest
     */
    EncodedPicture open(byte[] file) {
        return reader.apply(file);
    }
}
