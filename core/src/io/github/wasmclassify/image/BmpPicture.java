package io.github.wasmclassify.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;

/** A BMP file, of Windows or OS/2. */
final class BmpPicture implements EncodedPicture {
    private static final int HEADER = 14;
    private static final int OS2_HEADER_BYTES = 12;
    private static final int V4_HEADER_BYTES = 108;
    private static final int ALPHA_MASK = HEADER + 52;
    private static final int COLOR_SPACE = HEADER + 56;
    private static final int SRGB = 0x73524742;
    private static final int NONE = 0;
    /** Compressions that are pictures of other kinds. */
    private static final int JPEG = 4;

    private static final int PNG = 5;

    private final FileView file;
    private final boolean isOs2;

    BmpPicture(byte[] bytes) {
        file = new FileView(bytes.clone(), ByteOrder.LITTLE_ENDIAN);
        int headerBytes = file.getInt(HEADER);
        isOs2 = headerBytes == OS2_HEADER_BYTES;
        if (isOs2) {
            return;
        }
        int compression = file.getInt(HEADER + 16);
        if (compression == JPEG || compression == PNG) {
            throw new UnfitPictureException("a picture of another kind inside it");
        }
        if (headerBytes >= V4_HEADER_BYTES && compression == NONE) {
            file.putInt(ALPHA_MASK, 0); // masks count for data of the sort "bit fields" only
        }
        if (headerBytes >= V4_HEADER_BYTES) {
            file.putInt(COLOR_SPACE, SRGB); // no colour profile is read, inside the file or beside it
        }
    }

    @Override
    public int width() {
        return isOs2 ? file.getShort(HEADER + 4) & 0xffff : file.getInt(HEADER + 4);
    }

    /** Rows from the top are told by a height below zero. */
    @Override
    public int height() {
        return isOs2 ? file.getShort(HEADER + 6) & 0xffff : Math.abs(file.getInt(HEADER + 8));
    }

    @Override
    public Pixels decode() throws IOException {
        BufferedImage picture = ImageReading.with("bmp", file.array(), reader -> reader.read(0));
        return Flattening.pixels(picture, ExifOrientation.UPRIGHT);
    }
}
