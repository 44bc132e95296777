package io.github.wasmclassify.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG file (W3C's PNG specification, section 5): its chunks with pixels, whose checksums must be right, and its
 * orientation.
 */
final class PngPicture implements EncodedPicture {
    private static final int SIGNATURE_BYTES = 8;
    private static final int DEPTH = 24;
    /** A chunk's length, name and checksum. */
    private static final int FRAME_BYTES = 12;

    private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82};
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int TRNS = 0x74524e53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int EXIF = 0x65584966;
    private static final Set<Integer> KEPT = Set.of(IHDR, PLTE, TRNS, IDAT);

    private final FileView file;
    private final int width;
    private final int height;
    private int orientation = ExifOrientation.UPRIGHT;

    PngPicture(byte[] bytes) {
        file = new FileView(bytes, ByteOrder.BIG_ENDIAN);
        if (file.getInt(SIGNATURE_BYTES + 4) != IHDR) {
            throw new UnfitPictureException("it does not begin with its header");
        }
        width = file.getInt(SIGNATURE_BYTES + 8);
        height = file.getInt(SIGNATURE_BYTES + 12);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Pixels decode() throws IOException {
        byte[] bare = bareFile();
        return Flattening.pixels(ImageReading.with("png", bare, reader -> reader.read(0)), orientation);
    }

    private byte[] bareFile() {
        var bare = new ByteArrayOutputStream(file.limit());
        bare.write(file.array(), 0, SIGNATURE_BYTES);
        int at = SIGNATURE_BYTES;
        boolean hasPixels = false;
        boolean isIndexed = false;
        while (at < file.limit() && file.getInt(at + 4) != IEND) {
            int length = file.getInt(at);
            int name = file.getInt(at + 4);
            boolean isWhole = length >= 0 && length <= file.limit() - at - FRAME_BYTES;
            if (!isWhole && hasPixels && name != IDAT) {
                break; // what is missing is not of the picture
            }
            if (!isWhole) {
                throw new UnfitPictureException("a chunk is cut short");
            }
            if (KEPT.contains(name)) {
                checkSum(at, length);
            }
            if (name == TRNS && length == 2 && !isIndexed && GrayPalette.isFor(file)) {
                isIndexed = true;
                bare.writeBytes(GrayPalette.chunks(file.get(DEPTH), file.getShort(at + 8)));
            } else if (KEPT.contains(name)) {
                bare.write(file.array(), at, length + FRAME_BYTES);
            } else if (name == EXIF) {
                orientation = ExifOrientation.of(file.slice(at + 8, length));
            }
            hasPixels |= name == IDAT;
            at += length + FRAME_BYTES;
        }
        bare.writeBytes(END);
        byte[] result = bare.toByteArray();
        if (isIndexed) {
            GrayPalette.markIndexed(result);
        }
        return result;
    }

    private void checkSum(int at, int length) {
        CRC32 sum = new CRC32();
        sum.update(file.array(), at + 4, length + 4);
        if ((int) sum.getValue() != file.getInt(at + 8 + length)) {
            throw new UnfitPictureException("a checksum is wrong");
        }
    }
}
