package io.github.wasmclassify.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Turns a PNG file with gray of 1, 2 or 4 bits into one with a palette of the same levels (W3C's PNG specification,
 * section 11): only there does Java's reader find a transparent level.
 */
final class GrayPalette {
    private static final int HEADER_CHUNK = 8;
    private static final int HEADER_BYTES = 25;
    private static final int DEPTH = 24;
    private static final int COLOR_TYPE = 25;
    private static final byte GRAY = 0;
    private static final byte INDEXED = 3;

    private GrayPalette() {}

    static boolean isFor(FileView file) {
        return file.get(COLOR_TYPE) == GRAY && file.get(DEPTH) < 8;
    }

    /** The chunks PLTE and tRNS, in place of a tRNS that names one level. */
    static byte[] chunks(int depth, int transparent) {
        int levels = 1 << depth;
        ByteBuffer palette = ByteBuffer.allocate(levels * 3);
        ByteBuffer alphas = ByteBuffer.allocate(levels);
        for (int level = 0; level < levels; level++) {
            byte gray = (byte) (level * 255 / (levels - 1));
            palette.put(gray).put(gray).put(gray);
            alphas.put((byte) (level == transparent ? 0 : 255));
        }
        byte[] first = chunk("PLTE", palette.array());
        byte[] second = chunk("tRNS", alphas.array());
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** Says in a file's header that its pixels are indices of a palette. */
    static void markIndexed(byte[] file) {
        file[COLOR_TYPE] = INDEXED;
        ByteBuffer.wrap(file).putInt(HEADER_CHUNK + HEADER_BYTES - 4, sum(file, HEADER_CHUNK + 4, HEADER_BYTES - 8));
    }

    private static byte[] chunk(String name, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(data.length + 12).putInt(data.length);
        chunk.put(name.getBytes(StandardCharsets.US_ASCII)).put(data);
        return chunk.putInt(sum(chunk.array(), 4, data.length + 4)).array();
    }

    private static int sum(byte[] bytes, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
