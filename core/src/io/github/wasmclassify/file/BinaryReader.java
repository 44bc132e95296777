package io.github.wasmclassify.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link BinaryWriter} wrote. Each method throws a {@link BufferUnderflowException} where there is less
 * left, before it allocates anything for what is missing.
 */
public final class BinaryReader {
    private final ByteBuffer bytes;

    /** @param bytes is read from its position to its limit */
    public BinaryReader(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    public int getInt() {
        return bytes.getInt();
    }

    public long getLong() {
        return bytes.getLong();
    }

    public String getText() {
        return StandardCharsets.UTF_8.decode(getBytes(getInt())).toString();
    }

    /** A view of the next bytes, not a copy. */
    public ByteBuffer getBytes(int count) {
        require(count);
        ByteBuffer next = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        return next;
    }

    public float[] getFloats(int count) {
        require((long) count * Float.BYTES);
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + count * Float.BYTES);
        return values;
    }

    private void require(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
    }
}
