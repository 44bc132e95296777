package wasmclassify.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.Locale;
import java.util.Optional;
import wasmclassify.error.PictureException;
import wasmclassify.error.PictureException.Reason;
import wasmclassify.guest.Pixels;

/**
 * Decodes JPEG, PNG, GIF and BMP files with Java's ImageIO, whose JPEG decoder is native, to the pixels that the guest's decoder finds:
 * 8 bits, gray or red, green and blue; transparency on white; of an animation the first frame; colour profiles ignored, as models were
 * trained without them. Other kinds are left to the guest: the libraries that teach ImageIO lossy WebP are 2 to 10 levels off.
 *
 * <p>For use by any number of threads at once.
 */
public final class PictureDecoder {
    private static final long MILLION = 1_000_000;
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

    private final long maxPixels;

    /** @param maxPixels of a picture; larger ones are refused before they are decoded */
    public PictureDecoder(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /**
     * Decodes a whole picture file. The EXIF orientation is reported, not applied.
     *
     * @return nothing if the file is of a kind that this decoder does not know
     * @throws PictureException if the picture is damaged or too large
     */
    public Optional<Pixels> decode(byte[] file) {
        return PictureKind.of(file).map(kind -> decode(kind, file));
    }

    private Pixels decode(PictureKind kind, byte[] file) {
        try {
            EncodedPicture picture = kind.open(file);
            checkSize(picture.width(), picture.height());
            return picture.decode();
        } catch (PictureException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw outOfMemory(e);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw kind.damaged("its end is missing", e);
        } catch (IOException e) {
            throw refusal(kind, e);
        } catch (RuntimeException e) {
            // the readers of ImageIO meet damaged data with every exception that Java has
            throw kind.damaged("its decoder failed", e);
        }
    }

    private static PictureException refusal(PictureKind kind, IOException e) {
        if (e.getCause() instanceof OutOfMemoryError) {
            return outOfMemory(e);
        }
        String message = e.getMessage() == null ? "its end is missing" : e.getMessage().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        boolean isLegal = message.contains("nsupported") || message.contains("arithmetic coding");
        return isLegal ? kind.unsupported(message, e) : kind.damaged(message, e);
    }

    private static PictureException outOfMemory(Throwable e) {
        return new PictureException(Reason.TOO_LARGE, "needs more memory than Java has; try a larger -Xmx", e);
    }

    private void checkSize(int width, int height) {
        long pixels = (long) width * height;
        if (width < 1 || height < 1) {
            throw new PictureException(Reason.DAMAGED, "the picture is of " + width + "x" + height + " pixels, which is none");
        }
        if (pixels > maxPixels) {
            throw new PictureException(Reason.TOO_LARGE, "the picture has " + count(pixels) + " pixels, over the limit of " + count(maxPixels)
                    + "; raise it with --max-pixels");
        }
        if (pixels > MOST_PIXELS) {
            throw new PictureException(Reason.TOO_LARGE, "the picture has " + count(pixels) + " pixels, more than Java's arrays can hold");
        }
    }

    /** A number as a person says it: "900 million", "1,234,567". */
    private static String count(long number) {
        boolean isRound = number >= MILLION && number % MILLION == 0;
        return isRound ? String.format(Locale.ROOT, "%,d million", number / MILLION) : String.format(Locale.ROOT, "%,d", number);
    }
}
