package io.github.wasmclassify.image;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B) up to where its picture is complete: what they say of it, and a
 * copy without those that do not matter.
 */
final class JpegSegments {
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int APPLICATION_0 = 0xe0;
    private static final int APPLICATION_1 = 0xe1;
    private static final int APPLICATION_14 = 0xee;
    private static final int COMMENT = 0xfe;
    /**
     * Java's reader makes a picture of each scan, of which encoders write a dozen: 20 are fine for 100 million pixels.
     */
    private static final long MOST_PIXELS_IN_SCANS = 2_000_000_000;

    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final int JFIF_LENGTH = 14;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};
    private static final int ADOBE_TRANSFORM = 11;

    private final FileView file;
    private final byte[] bare;
    private int bareLength;

    private JpegFrame frame;
    private int scans;
    private int orientation; // 0 before EXIF tells it
    private boolean isJfif;
    private int adobeTransform = -1;

    /** @throws UnfitPictureException if the file ends before its picture is complete */
    JpegSegments(byte[] bytes) {
        file = new FileView(bytes, ByteOrder.BIG_ENDIAN);
        bare = new byte[bytes.length + 2];
        copy(0, 2);
        walk();
        bare[bareLength++] = (byte) 0xff;
        bare[bareLength++] = (byte) END_OF_IMAGE;
    }

    int width() {
        return frame.width();
    }

    int height() {
        return frame.height();
    }

    int components() {
        return frame.components();
    }

    /** EXIF's, 1 to 8. */
    int orientation() {
        return Math.max(orientation, ExifOrientation.UPRIGHT);
    }

    /** Whether Java's reader finds the pixels of libjpeg-turbo in {@link #bareFile}, and soon. */
    boolean isPlain() {
        return frame != null
                && frame.isComplete()
                && frame.isPlain()
                && (long) width() * height() * scans <= MOST_PIXELS_IN_SCANS;
    }

    /** Whether three components are luma and chroma, by libjpeg's rules. */
    boolean isYcc() {
        return isJfif || (adobeTransform >= 0 ? adobeTransform != 0 : !frame.isNamedRgb());
    }

    /** The file without what does not matter, in which Java's reader finds the colours of {@link #isYcc}. */
    byte[] bareFile() {
        if (components() != 3) {
            return Arrays.copyOf(bare, bareLength);
        }
        byte transform = (byte) (isYcc() ? 1 : 0);
        byte[] adobe = {
            (byte) 0xff, (byte) APPLICATION_14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform
        };
        byte[] marked = new byte[bareLength + adobe.length];
        System.arraycopy(bare, 0, marked, 0, 2);
        System.arraycopy(adobe, 0, marked, 2, adobe.length);
        System.arraycopy(bare, 2, marked, 2 + adobe.length, bareLength - 2);
        return marked;
    }

    /** Copies the file up to the end of the scan that makes the picture complete, or to the end marker. */
    private void walk() {
        int at = 2;
        while (frame == null || !frame.isComplete()) {
            at = nextMarker(at);
            int marker = file.get(at - 1) & 0xff;
            if (marker == END_OF_IMAGE) {
                return;
            }
            int end = standsAlone(marker) ? at : at + Math.max(2, file.getShort(at) & 0xffff);
            file.get(end - 1);
            read(marker, at + 2, end);
            int next = marker == START_OF_SCAN ? endOfScan(end) : end;
            if (isKept(marker)) {
                copy(at - 2, next);
            }
            at = next;
        }
    }

    /** Where the marker after {@code from} ends. */
    private int nextMarker(int from) {
        int at = from;
        while (file.get(at) != (byte) 0xff || file.get(at + 1) == 0) {
            at++;
        }
        while (file.get(at) == (byte) 0xff) {
            at++;
        }
        return at + 1;
    }

    /** Where the data of a scan ends: at a marker that is none of a restart, or with the file. */
    private int endOfScan(int from) {
        byte[] bytes = file.array();
        for (int at = from; at < file.limit() - 1; at++) {
            int code = bytes[at + 1] & 0xff;
            if (bytes[at] == (byte) 0xff && code != 0 && code != 0xff && !isRestart(code)) {
                return at;
            }
        }
        return file.limit();
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }

    /** Markers without a segment. */
    private static boolean standsAlone(int marker) {
        return marker <= 1 || isRestart(marker) || marker == 0xd8;
    }

    private static boolean isKept(int marker) {
        boolean isApplication = marker >= APPLICATION_0 && marker <= 0xef;
        return !isApplication && marker != COMMENT;
    }

    private void copy(int from, int to) {
        System.arraycopy(file.array(), from, bare, bareLength, to - from);
        bareLength += to - from;
    }

    private void read(int marker, int data, int end) {
        switch (marker) {
            case START_OF_SCAN -> {
                if (frame == null) {
                    throw new UnfitPictureException("a scan is before its frame");
                }
                scans++;
                frame.addScan(file.slice(data, end - data));
            }
            case APPLICATION_0 -> isJfif |= startsWith(JFIF, data, end) && end - data >= JFIF_LENGTH;
            case APPLICATION_1 -> {
                if (startsWith(EXIF, data, end) && orientation == 0) {
                    orientation = ExifOrientation.of(file.slice(data + EXIF.length, end - data - EXIF.length));
                }
            }
            case APPLICATION_14 -> {
                if (startsWith(ADOBE, data, end) && end - data > ADOBE_TRANSFORM) {
                    adobeTransform = file.get(data + ADOBE_TRANSFORM) & 0xff;
                }
            }
            case 0xc0, 0xc1, 0xc2 -> frame = new JpegFrame(marker, file.slice(data, end - data));
            default -> {}
        }
    }

    private boolean startsWith(byte[] name, int data, int end) {
        return end - data >= name.length && Arrays.equals(file.array(), data, data + name.length, name, 0, name.length);
    }
}
