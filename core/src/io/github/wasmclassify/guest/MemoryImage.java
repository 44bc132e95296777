package io.github.wasmclassify.guest;

import io.github.wasmclassify.file.BinaryReader;
import io.github.wasmclassify.file.BinaryWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The content of a guest's memory at one moment, without pages of zeros.
 *
 * @param length of the memory, in bytes
 * @param runs the pages that are not all zeros, in ascending order
 */
public record MemoryImage(int length, List<Run> runs) {
    private static final int PAGE = 4096;
    private static final byte[] ZEROS = new byte[PAGE];

    /** Consecutive bytes. Read the buffer by absolute positions or through a duplicate. */
    public record Run(int address, ByteBuffer bytes) {}

    /** A copy of a memory, whose length is a multiple of {@link #PAGE}. */
    static MemoryImage of(byte[] memory) {
        List<Run> runs = new ArrayList<>();
        int begin = nextPage(memory, 0, false);
        while (begin < memory.length) {
            int end = nextPage(memory, begin, true);
            runs.add(new Run(begin, ByteBuffer.wrap(Arrays.copyOfRange(memory, begin, end))));
            begin = nextPage(memory, end, false);
        }
        return new MemoryImage(memory.length, List.copyOf(runs));
    }

    /**
     * The address of the next page that is all zeros, or of the next that is not; the memory's length if there is none.
     */
    private static int nextPage(byte[] memory, int from, boolean isZero) {
        int page = from;
        while (page < memory.length && Arrays.equals(memory, page, page + PAGE, ZEROS, 0, PAGE) != isZero) {
            page += PAGE;
        }
        return page;
    }

    void writeTo(BinaryWriter out) throws IOException {
        out.putInt(length);
        out.putInt(runs.size());
        for (Run run : runs) {
            out.putInt(run.address());
            out.putInt(run.bytes().remaining());
            out.putBytes(run.bytes());
        }
    }

    static MemoryImage readFrom(BinaryReader in) {
        int length = in.getInt();
        List<Run> runs = new ArrayList<>();
        for (int count = in.getInt(); count > 0; count--) {
            int address = in.getInt();
            runs.add(new Run(address, in.getBytes(in.getInt())));
        }
        return new MemoryImage(length, List.copyOf(runs));
    }

    /** Writes it into a memory that is at least as long and holds only zeros. */
    void copyTo(byte[] memory) {
        for (Run run : runs) {
            run.bytes().duplicate().get(memory, run.address(), run.bytes().remaining());
        }
    }
}
