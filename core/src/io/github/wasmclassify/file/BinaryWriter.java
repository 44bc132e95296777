package io.github.wasmclassify.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes numbers, texts and arrays to a file, little-endian, for {@link BinaryReader}. */
public final class BinaryWriter implements Closeable {
    private static final int BLOCK = 1 << 18;

    private final FileChannel file;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    /** @param file is written from where it stands, and closed when this is */
    public BinaryWriter(FileChannel file) {
        this.file = file;
    }

    public void putInt(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
    }

    public void putLong(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    public void putText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        putBytes(ByteBuffer.wrap(bytes));
    }

    /** The bytes alone, without their number. */
    public void putBytes(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), BLOCK);
            room(count).put(rest.slice().limit(count));
            rest.position(rest.position() + count);
        }
    }

    /** The values alone, without their number. */
    public void putFloats(float[] values) throws IOException {
        FloatBuffer rest = FloatBuffer.wrap(values);
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), BLOCK / Float.BYTES);
            ByteBuffer target = room(count * Float.BYTES);
            target.asFloatBuffer().put(rest.slice().limit(count));
            target.position(target.position() + count * Float.BYTES);
            rest.position(rest.position() + count);
        }
    }

    /** The CRC-32C of all that was written so far. */
    public int checksum() throws IOException {
        flush();
        return (int) checksum.getValue();
    }

    private ByteBuffer room(int count) throws IOException {
        if (block.remaining() < count) {
            flush();
        }
        return block;
    }

    private void flush() throws IOException {
        block.flip();
        checksum.update(block.duplicate());
        while (block.hasRemaining()) {
            file.write(block);
        }
        block.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
