package io.github.wasmclassify.training.head;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The zip archive that some TensorFlow Lite models have at their end, with the labels of the old head. */
final class AppendedZip {
    // "End of central directory record" of the ZIP format
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MOST_COMMENT = 0xFFFF;
    private static final int ENTRY_PLACE = 42;

    private AppendedZip() {}

    /** The file without the archive. */
    static byte[] cut(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int last = file.length - END_BYTES;
        for (int end = last; end >= Math.max(0, last - MOST_COMMENT); end--) {
            if (bytes.getInt(end) == END) {
                return cut(file, bytes, end);
            }
        }
        return file;
    }

    private static byte[] cut(byte[] file, ByteBuffer bytes, int end) {
        int size = bytes.getInt(end + 12);
        int directory = bytes.getInt(end + 16);
        int start = end - size; // of the directory; its own idea of that may leave out the model before the archive
        if (size < 0 || start < 0 || start + ENTRY_PLACE + Integer.BYTES > file.length) {
            return file;
        }
        int first = start - directory + bytes.getInt(start + ENTRY_PLACE);
        return first < 0 || first > start ? file : Arrays.copyOf(file, first);
    }
}
