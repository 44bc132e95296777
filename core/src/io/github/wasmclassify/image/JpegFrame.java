package io.github.wasmclassify.image;

import java.util.Arrays;

/** The frame of a JPEG file (ITU-T T.81, annex B.2.2), and how much of its picture the scans so far have. */
final class JpegFrame {
    private static final int PROGRESSIVE = 0xc2;
    private static final int COEFFICIENTS = 64;
    /** Nothing is known of a coefficient. */
    private static final byte ALL = 16;

    private final boolean isProgressive;
    private final int bits;
    private final int height;
    private final int width;
    private final byte[] ids;
    private final byte[] factors;
    /** How many bits of each component's coefficients are missing. */
    private final byte[][] missing;

    /**
     * @param marker that begins it
     * @param data its parameters
     * @throws UnfitPictureException if they are cut short
     */
    JpegFrame(int marker, FileView data) {
        isProgressive = marker == PROGRESSIVE;
        bits = data.get(0);
        height = data.getShort(1) & 0xffff;
        width = data.getShort(3) & 0xffff;
        ids = new byte[data.get(5) & 0xff];
        factors = new byte[ids.length];
        missing = new byte[ids.length][COEFFICIENTS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = data.get(6 + i * 3);
            factors[i] = data.get(7 + i * 3);
            Arrays.fill(missing[i], ALL);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int components() {
        return ids.length;
    }

    boolean isNamedRgb() {
        return Arrays.equals(ids, new byte[] {'R', 'G', 'B'});
    }

    /**
     * Notes what a scan adds.
     *
     * @param data the scan's parameters
     * @throws UnfitPictureException if they are cut short, or tell of coefficients that there are not
     */
    void addScan(FileView data) {
        int components = data.get(0) & 0xff;
        int limits = 1 + components * 2;
        int first = isProgressive ? data.get(limits) : 0;
        int last = isProgressive ? data.get(limits + 1) : COEFFICIENTS - 1;
        if (first < 0 || last >= COEFFICIENTS) {
            throw new UnfitPictureException("a scan has coefficients that there are not");
        }
        int left = isProgressive ? data.get(limits + 2) & 15 : 0;
        for (int i = 0; i < components; i++) {
            for (int component = 0; component < ids.length; component++) {
                for (int k = first; k <= last && ids[component] == data.get(1 + i * 2); k++) {
                    missing[component][k] = (byte) left;
                }
            }
        }
    }

    /** Whether every bit of every coefficient was in a scan. */
    boolean isComplete() {
        return Arrays.stream(missing).allMatch(bits -> Arrays.equals(bits, new byte[COEFFICIENTS]));
    }

    /**
     * Whether it is of the sorts that Java's library decodes as libjpeg-turbo does: gray, or three components with as
     * many samples in all rows, or as much fewer rows as fewer samples in a row. Where rows alone are fewer, Java's
     * library repeats them.
     */
    boolean isPlain() {
        boolean isGray = ids.length == 1;
        boolean isColor = ids.length == 3;
        for (byte factor : factors) {
            isColor &= ratio(0xf0, factor) == ratio(0x0f, factor) || ratio(0x0f, factor) == 1;
        }
        return bits == 8 && (isGray || isColor);
    }

    /**
     * How many times the samples of a component that has the given factors fit into those of the finest, in one
     * direction.
     */
    private int ratio(int mask, int factor) {
        int most = 0;
        for (byte other : factors) {
            most = Math.max(most, other & mask);
        }
        return most / Math.max(1, factor & mask);
    }
}
