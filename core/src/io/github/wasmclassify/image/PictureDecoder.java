package io.github.wasmclassify.image;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.error.Remedy;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG, PNG, GIF and BMP files with Java's ImageIO, whose JPEG decoder is native, to the pixels that the
 * guest's decoder finds: 8 bits, gray or red, green and blue; transparency on white; of an animation the first frame;
 * colour profiles ignored, as models were trained without them. It never refuses a picture: those that it does not
 * surely decode as the guest does are left to the guest, which knows every sort and says what is wrong with the others.
 *
 * <p>For use by any number of threads at once.
 */
public final class PictureDecoder {
    /** Java's arrays hold no more. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

    private final long maxPixels;

    /** @param maxPixels of a picture; larger ones are left to the guest */
    public PictureDecoder(long maxPixels) {
        this.maxPixels = Math.min(maxPixels, MOST_PIXELS);
    }

    /** Loads what Java decodes most pictures with, so that the first does not wait for it. */
    public static void prepare() {
        ImageIO.getImageReadersByFormatName("jpeg").forEachRemaining(ImageReader::dispose);
        ColorSpace.getInstance(ColorSpace.CS_sRGB);
    }

    /**
     * Decodes a whole picture file. The EXIF orientation is reported, not applied.
     *
     * @return nothing if the picture is left to the guest
     * @throws PictureException if there is not enough memory for it, or this class has a bug
     */
    public Optional<Pixels> decode(byte[] file) {
        try {
            return PictureKind.of(file)
                    .map(kind -> kind.open(file))
                    .filter(this::isOfGoodSize)
                    .flatMap(PictureDecoder::pixels);
        } catch (UnfitPictureException e) {
            return Optional.empty();
        } catch (PictureException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PictureException(Reason.INTERNAL, "the decoder failed: " + e, e);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(e);
        }
    }

    private boolean isOfGoodSize(EncodedPicture picture) {
        return picture.width() > 0 && picture.height() > 0 && (long) picture.width() * picture.height() <= maxPixels;
    }

    private static Optional<Pixels> pixels(EncodedPicture picture) {
        try {
            return Optional.of(picture.decode());
        } catch (IOException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                throw outOfMemory(e);
            }
            return Optional.empty();
        }
    }

    private static PictureException outOfMemory(Throwable e) {
        return new PictureException(Reason.TOO_LARGE, "needs more memory than Java has", Remedy.MORE_JAVA_MEMORY, e);
    }
}
