package io.github.wasmclassify.guest.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** A guest's memory that a test fills; what is not asked for holds a pattern that no kernel may change. */
final class GuestImage {
    private static final byte UNTOUCHED = 0x7d;

    private final ByteBuffer buffer;
    private final Random random;
    private int next = 64;

    GuestImage(long seed) {
        this(seed, 1 << 16);
    }

    /** @param capacity in bytes */
    GuestImage(long seed, int capacity) {
        buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        random = new Random(seed);
        Arrays.fill(buffer.array(), UNTOUCHED);
    }

    byte[] bytes() {
        return buffer.array();
    }

    /** A block of its own, a multiple of 4 bytes from the start, with a gap before and behind it. */
    int space(int length) {
        int address = (next + 7) / 4 * 4;
        next = address + length + 4;
        return address;
    }

    int words(int... words) {
        int address = space(words.length * 4);
        for (int i = 0; i < words.length; i++) {
            buffer.putInt(address + i * 4, words[i]);
        }
        return address;
    }

    int floats(float... values) {
        return floatsAt(space(values.length * 4), values);
    }

    /** Floats at an odd address, as they stand in a model's file. */
    int unalignedFloats(float... values) {
        return floatsAt(space(values.length * 4 + 4) + 1, values);
    }

    private int floatsAt(int address, float... values) {
        for (int i = 0; i < values.length; i++) {
            buffer.putFloat(address + i * 4, values[i]);
        }
        return address;
    }

    float[] read(int address, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = buffer.getFloat(address + i * 4);
        }
        return values;
    }

    /** Whether the bytes around a block are still as they were. */
    boolean isUntouchedAround(int address, int length) {
        for (int i = 1; i <= 3; i++) {
            if (buffer.get(address - i) != UNTOUCHED || buffer.get(address + length + i - 1) != UNTOUCHED) {
                return false;
            }
        }
        return true;
    }

    /** Random values from -1 to 1. */
    float[] random(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    ByteBuffer buffer() {
        return buffer;
    }
}
