package io.github.wasmclassify.training.head;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffer message under construction. Large parts are kept as slices of the arrays they come from, and copied
 * only when the whole is written. The wire format: protobuf.dev, "Encoding".
 */
final class Wire {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    /** Adds a field of another message as it is, tag included. */
    Wire copy(WireField field) {
        return add(field.whole());
    }

    Wire number(int field, long value) {
        return varint((long) field << 3 | VARINT).varint(value);
    }

    Wire real(int field, float value) {
        varint((long) field << 3 | FIXED32);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return add(bytes.putFloat(0, value));
    }

    Wire text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Wire bytes(int field, byte[] bytes) {
        return varint((long) field << 3 | BYTES).varint(bytes.length).add(ByteBuffer.wrap(bytes));
    }

    Wire message(int field, Wire message) {
        varint((long) field << 3 | BYTES).varint(message.size);
        parts.addAll(message.parts);
        size += message.size;
        return this;
    }

    private Wire varint(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        return add(bytes.put((byte) rest).flip());
    }

    private Wire add(ByteBuffer part) {
        parts.add(part);
        size += part.remaining();
        return this;
    }

    void writeTo(OutputStream out) throws IOException {
        for (ByteBuffer part : parts) {
            out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }
    }
}
