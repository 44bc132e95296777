package io.github.wasmclassify.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * A file in memory that cannot be read any further once the reading thread is interrupted: decoders ask for a few
 * kilobytes at a time.
 */
final class InterruptibleBytes extends InputStream {
    private final byte[] bytes;
    private int position;

    InterruptibleBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        requireUninterrupted();
        return position < bytes.length ? Byte.toUnsignedInt(bytes[position++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        requireUninterrupted();
        int count = Math.min(length, bytes.length - position);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private static void requireUninterrupted() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
