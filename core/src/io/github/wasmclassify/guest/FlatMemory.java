package io.github.wasmclassify.guest;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A guest's linear memory in one {@code byte[]}.
 *
 * <p>The array is exactly as long as the memory, so that the bounds check of the JVM is WebAssembly's: an access beyond
 * it is caught and turned into Chicory's trap. Chicory keeps an array per page. With a single one, HotSpot compiles a
 * load in the guest to one machine load, and the host's kernels work on the guest's tensors in place. The price is that
 * {@link #grow} copies.
 *
 * <p>Not for memories shared between threads.
 */
final class FlatMemory implements Memory {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final MemoryLimits limits;
    private byte[] bytes;
    private boolean isExhausted;
    private OutOfMemoryError javaLimit;
    private DataSegment[] segments = {};
    /** Whether it already holds more than the module's data. */
    private boolean isRestored;

    /** @param limits initial and greatest size; the latter is capped to what one Java array holds, just under 2 GiB */
    public FlatMemory(MemoryLimits limits) {
        if (limits.shared()) {
            throw new ChicoryException("shared memory is not supported");
        }
        this.limits = limits;
        this.bytes = new byte[Memory.bytes(limits.initialPages())];
    }

    /**
     * A memory with the content of an image, which instantiating the guest does not overwrite. It is at least as large
     * as the image.
     */
    FlatMemory(MemoryLimits limits, MemoryImage image) {
        this(limits);
        image.copyTo(bytes);
        isRestored = true;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /** The memory itself, not a copy. The guest replaces it when it grows, so do not keep it across calls. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether the guest's last request for memory was refused. */
    boolean isExhausted() {
        return isExhausted;
    }

    /** Java's error if it had no memory for the guest's last request; empty if the guest's own limit refused it. */
    Optional<OutOfMemoryError> javaLimit() {
        return Optional.ofNullable(javaLimit);
    }

    /** Forgets earlier refusals, before the next call. */
    void forgetRefusals() {
        isExhausted = false;
        javaLimit = null;
    }

    /** Notes that Java had no memory for something that was done for the guest. */
    void refuse(OutOfMemoryError reason) {
        isExhausted = true;
        javaLimit = reason;
    }

    @Override
    public int pages() {
        return bytes.length / PAGE_SIZE;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
    }

    @Override
    public int grow(int delta) {
        int before = pages();
        forgetRefusals();
        if (delta < 0 || delta > maximumPages() - before) {
            isExhausted = true;
            return -1;
        }
        if (delta == 0) {
            return before;
        }
        try {
            bytes = Arrays.copyOf(bytes, (before + delta) * PAGE_SIZE);
            return before;
        } catch (OutOfMemoryError e) {
            refuse(e);
            return -1; // the guest reports it; the JVM goes on
        }
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        segments = dataSegments;
        if (isRestored) {
            return;
        }
        for (DataSegment segment : dataSegments) {
            if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int offset = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                byte[] data = active.data();
                if (offset < 0 || data.length > bytes.length - offset) {
                    throw new UninstantiableException(outOfBoundsMessage(offset, data.length));
                }
                write(offset, data, 0, data.length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
        write(dest, segments[segmentId].data(), offset, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void zero() {
        if (!isRestored) {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void fill(byte value, int from, int to) {
        checkRange(from, to - from);
        Arrays.fill(bytes, from, to, value);
    }

    @Override
    public void copy(int dest, int src, int size) {
        try {
            System.arraycopy(bytes, src, bytes, dest, size);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(Math.max(dest, src), size);
        }
    }

    @Override
    public void write(int addr, byte[] data, int offset, int size) {
        try {
            System.arraycopy(data, offset, bytes, addr, size);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, size);
        }
    }

    @Override
    public byte[] readBytes(int addr, int len) {
        checkRange(addr, len);
        return Arrays.copyOfRange(bytes, addr, addr + len);
    }

    @Override
    public byte read(int addr) {
        try {
            return bytes[addr];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Byte.BYTES);
        }
    }

    @Override
    public void writeByte(int addr, byte value) {
        try {
            bytes[addr] = value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Byte.BYTES);
        }
    }

    @Override
    public short readShort(int addr) {
        try {
            return (short) SHORT.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Short.BYTES);
        }
    }

    @Override
    public long readU16(int addr) {
        return Short.toUnsignedLong(readShort(addr));
    }

    @Override
    public void writeShort(int addr, short value) {
        try {
            SHORT.set(bytes, addr, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Short.BYTES);
        }
    }

    @Override
    public int readInt(int addr) {
        try {
            return (int) INT.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Integer.BYTES);
        }
    }

    @Override
    public void writeI32(int addr, int value) {
        try {
            INT.set(bytes, addr, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Integer.BYTES);
        }
    }

    @Override
    public long readLong(int addr) {
        try {
            return (long) LONG.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Long.BYTES);
        }
    }

    @Override
    public void writeLong(int addr, long value) {
        try {
            LONG.set(bytes, addr, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Long.BYTES);
        }
    }

    @Override
    public float readFloat(int addr) {
        try {
            return (float) FLOAT.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Float.BYTES);
        }
    }

    @Override
    public long readF32(int addr) {
        return readInt(addr);
    }

    @Override
    public void writeF32(int addr, float value) {
        try {
            FLOAT.set(bytes, addr, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Float.BYTES);
        }
    }

    @Override
    public double readDouble(int addr) {
        try {
            return (double) DOUBLE.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Double.BYTES);
        }
    }

    @Override
    public long readF64(int addr) {
        return readLong(addr);
    }

    @Override
    public void writeF64(int addr, double value) {
        try {
            DOUBLE.set(bytes, addr, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, Double.BYTES);
        }
    }

    private void checkRange(int addr, int size) {
        try {
            Objects.checkFromIndexSize(addr, size, bytes.length);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(addr, size);
        }
    }

    private WasmRuntimeException outOfBounds(int addr, int size) {
        return new WasmRuntimeException(outOfBoundsMessage(addr, size));
    }

    private String outOfBoundsMessage(int addr, int size) {
        return "out of bounds memory access: attempted to access address: " + addr + " but limit is: " + bytes.length
                + " and size: " + size;
    }

    // Threads: the memory is not shared, so no thread waits for another. Chicory's default atomic operations take this
    // lock.

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @SuppressWarnings("removal")
    public Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw new ChicoryException("Attempt to wait on a non-shared memory, not supported.");
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw new ChicoryException("Attempt to wait on a non-shared memory, not supported.");
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int maxThreads) {
        return 0;
    }
}
