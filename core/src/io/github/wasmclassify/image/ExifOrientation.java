package io.github.wasmclassify.image;

import java.nio.ByteOrder;

/**
 * How a picture lies in its file, as cameras record it: the tag Orientation of EXIF, whose form is that of TIFF 6.0.
 */
final class ExifOrientation {
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {}

    /**
     * The orientation, 1 to 8.
     *
     * @param exif from its byte order mark on
     * @return {@link #UPRIGHT} where none can be read: that is not worth the picture
     */
    static int of(FileView exif) {
        try {
            return find(exif);
        } catch (UnfitPictureException e) {
            return UPRIGHT;
        }
    }

    private static int find(FileView start) {
        return switch (start.getShort(0)) {
            case 0x4949 -> find(start, ByteOrder.LITTLE_ENDIAN);
            case 0x4d4d -> find(start, ByteOrder.BIG_ENDIAN);
            default -> UPRIGHT;
        };
    }

    private static int find(FileView start, ByteOrder order) {
        FileView exif = start.slice(0, start.limit(), order);
        int directory = exif.getInt(4);
        int entries = exif.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (exif.getShort(entry) == TAG) {
                int value = switch (exif.getShort(entry + 2)) {
                    case SHORT -> exif.getShort(entry + 8);
                    case LONG -> exif.getInt(entry + 8);
                    default -> UPRIGHT;
                };
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
