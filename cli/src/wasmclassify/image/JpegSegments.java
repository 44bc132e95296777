package wasmclassify.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import wasmclassify.error.PictureException;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B): what they say of the picture, and a copy without those that do not matter. A file
 * that ends before its end marker is refused: a decoder would paint the missing part gray, and call it done.
 */
final class JpegSegments {
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int APPLICATION_0 = 0xe0;
    private static final int APPLICATION_1 = 0xe1;
    private static final int APPLICATION_14 = 0xee;
    private static final int COMMENT = 0xfe;
    /** Java's reader makes a picture of each scan, of which encoders write a dozen: 20 are fine for 100 million pixels. */
    private static final long MOST_PIXELS_IN_SCANS = 2_000_000_000;

    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};
    private static final int ADOBE_TRANSFORM = 11;

    private final ByteBuffer file;
    private final byte[] bare;
    private int bareLength;

    private int width;
    private int height;
    private byte[] componentIds = new byte[0];
    private int scans;
    private int orientation = ExifOrientation.UPRIGHT;
    private boolean isJfif;
    private int adobeTransform = -1;

    JpegSegments(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
        bare = new byte[bytes.length];
        copy(0, 2);
        walk();
        if (scans == 0 || componentIds.length == 0) {
            throw PictureKind.JPEG.damaged("it has no picture");
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int components() {
        return componentIds.length;
    }

    /** EXIF's, 1 to 8. */
    int orientation() {
        return orientation;
    }

    /** Whether the first three components are luma and chroma, by libjpeg's rules. */
    boolean isYcc() {
        return switch (components()) {
            case 3 -> isJfif || (adobeTransform >= 0 ? adobeTransform != 0 : !Arrays.equals(componentIds, new byte[] {'R', 'G', 'B'}));
            case 4 -> adobeTransform > 0;
            default -> false;
        };
    }

    /**
     * The file without what does not matter, in which Java's reader finds the colours of {@link #isYcc}.
     *
     * @throws PictureException if reading it would take too long
     */
    byte[] bareFile() {
        if ((long) width * height * scans > MOST_PIXELS_IN_SCANS) {
            throw PictureKind.JPEG.unsupported(scans + " scans of " + width + "x" + height + " pixels");
        }
        if (components() != 3) {
            return Arrays.copyOf(bare, bareLength);
        }
        byte transform = (byte) (isYcc() ? 1 : 0);
        byte[] adobe = {(byte) 0xff, (byte) APPLICATION_14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform};
        byte[] marked = new byte[bareLength + adobe.length];
        System.arraycopy(bare, 0, marked, 0, 2);
        System.arraycopy(adobe, 0, marked, 2, adobe.length);
        System.arraycopy(bare, 2, marked, 2 + adobe.length, bareLength - 2);
        return marked;
    }

    private void walk() {
        int at = 2;
        while (true) {
            int start = at;
            at = nextMarker(at);
            int marker = file.get(at - 1) & 0xff;
            if (scans > 0) {
                copy(start, at - 2); // the data of a scan
            }
            if (marker == END_OF_IMAGE) {
                copy(at - 2, at);
                return;
            }
            int end = standsAlone(marker) ? at : at + Math.max(2, file.getShort(at) & 0xffff);
            file.get(end - 1);
            if (isKept(marker)) {
                copy(at - 2, end);
            }
            read(marker, at, end);
            at = end;
        }
    }

    /** Where the marker after {@code from} ends. */
    private int nextMarker(int from) {
        int at = from;
        while (file.get(at) != (byte) 0xff) {
            at++;
        }
        while (file.get(at) == (byte) 0xff) {
            at++;
        }
        return at + 1;
    }

    /** Markers without a segment, and a 0xff of compressed data, which a zero follows. */
    private static boolean standsAlone(int marker) {
        return marker <= 1 || marker >= 0xd0 && marker <= 0xd8;
    }

    private static boolean isKept(int marker) {
        boolean isApplication = marker >= APPLICATION_0 && marker <= 0xef;
        return !isApplication && marker != COMMENT;
    }

    private void copy(int from, int to) {
        int length = Math.max(0, to - from);
        System.arraycopy(file.array(), from, bare, bareLength, length);
        bareLength += length;
    }

    private void read(int marker, int at, int end) {
        int data = at + 2;
        switch (marker) {
            case START_OF_SCAN -> scans++;
            case APPLICATION_0 -> isJfif |= startsWith(JFIF, data, end);
            case APPLICATION_1 -> {
                if (startsWith(EXIF, data, end) && scans == 0) {
                    orientation = ExifOrientation.of(file.slice(data + EXIF.length, end - data - EXIF.length));
                }
            }
            case APPLICATION_14 -> {
                if (startsWith(ADOBE, data, end) && end - data > ADOBE_TRANSFORM) {
                    adobeTransform = file.get(data + ADOBE_TRANSFORM) & 0xff;
                }
            }
            case 0xc0, 0xc1, 0xc2 -> readFrame(data);
            case 0xc3 -> throw PictureKind.JPEG.unsupported("lossless coding");
            case 0xc9, 0xca, 0xcb -> throw PictureKind.JPEG.unsupported("arithmetic coding");
            case 0xc5, 0xc6, 0xc7, 0xcd, 0xce, 0xcf -> throw PictureKind.JPEG.unsupported("hierarchical coding");
            default -> { }
        }
    }

    private void readFrame(int data) {
        if (file.get(data) == 12) {
            throw PictureKind.JPEG.unsupported("12 bits a sample");
        }
        height = file.getShort(data + 1) & 0xffff;
        width = file.getShort(data + 3) & 0xffff;
        componentIds = new byte[file.get(data + 5) & 0xff];
        for (int i = 0; i < componentIds.length; i++) {
            componentIds[i] = file.get(data + 6 + i * 3);
        }
    }

    private boolean startsWith(byte[] name, int data, int end) {
        return end - data >= name.length && Arrays.equals(file.array(), data, data + name.length, name, 0, name.length);
    }
}
