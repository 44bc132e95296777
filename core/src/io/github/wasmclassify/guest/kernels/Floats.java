package io.github.wasmclassify.guest.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Copies floats out of a guest's memory and into it, in bulk: a cold JVM runs a loop over them far slower. */
final class Floats {
    private Floats() {}

    static float[] read(byte[] memory, int address, int count) {
        float[] values = new float[count];
        read(memory, address, count, values, 0);
        return values;
    }

    static void read(byte[] memory, int address, int count, float[] values, int to) {
        view(memory, address, count).get(values, to, count);
    }

    static void write(float[] values, int count, byte[] memory, int address) {
        write(values, 0, count, memory, address);
    }

    static void write(float[] values, int from, int count, byte[] memory, int address) {
        view(memory, address, count).put(values, from, count);
    }

    private static FloatBuffer view(byte[] memory, int address, int count) {
        ByteBuffer bytes = ByteBuffer.wrap(memory, address, count * Float.BYTES).slice();
        return bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
