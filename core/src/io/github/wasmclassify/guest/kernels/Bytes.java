package io.github.wasmclassify.guest.kernels;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian values in a guest's memory, at any alignment, and the check that a call makes before it touches them.
 */
final class Bytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static int i32(byte[] memory, int address) {
        return (int) INT.get(memory, address);
    }

    static float f32(byte[] memory, int address) {
        return (float) FLOAT.get(memory, address);
    }

    static double f64(byte[] memory, int address) {
        return (double) DOUBLE.get(memory, address);
    }

    static void setF32(byte[] memory, int address, float value) {
        FLOAT.set(memory, address, value);
    }

    /** Traps unless all of {@code length} bytes from {@code address} on lie in memory. */
    static void require(byte[] memory, int address, long length) {
        if (length < 0 || Integer.toUnsignedLong(address) + length > memory.length) {
            throw trap("out of bounds memory access: " + length + " bytes at " + Integer.toUnsignedString(address)
                    + ", the limit is " + memory.length);
        }
    }

    /** Traps unless {@code count} floats lie in memory; {@code count} has at most 32 bits. */
    static void requireFloats(byte[] memory, int address, long count) {
        require(memory, address, count * Float.BYTES);
    }

    /** Traps unless rows of at least one float each lie in memory. */
    static void requireRows(byte[] memory, int address, int rows, int channels) {
        if (channels == 0) {
            throw trap("rows of nothing");
        }
        requireFloats(memory, address, elements(Integer.toUnsignedLong(rows), Integer.toUnsignedLong(channels), 1));
    }

    /** The number of elements of a tensor; traps where their bytes are more than an array holds. */
    static int elements(long height, long width, long channels) {
        if (height > Integer.MAX_VALUE
                || width > Integer.MAX_VALUE
                || height * width > Integer.MAX_VALUE
                || height * width * channels > Integer.MAX_VALUE / Float.BYTES) {
            throw trap("a tensor of " + height + "x" + width + "x" + channels + " is too large");
        }
        return (int) (height * width * channels);
    }

    static WasmRuntimeException trap(String reason) {
        return new WasmRuntimeException("kernels: " + reason);
    }
}
