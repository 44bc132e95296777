package io.github.wasmclassify.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Chicory's own memory is the oracle: the same operations must give the same results, contents and traps. */
class FlatMemoryTest {
    private static final int PAGE = Memory.PAGE_SIZE;

    private final Memory flat = new FlatMemory(new MemoryLimits(2, 5));
    private final Memory chicory = new ByteArrayMemory(new MemoryLimits(2, 5));
    private final Random random = new Random(1);

    @Test
    void randomOperationsActAsOnChicorysMemory() {
        for (int i = 0; i < 20_000; i++) {
            int address = address();
            int other = address();
            int size = random.nextInt(5) == 0 ? random.nextInt(2 * PAGE) : random.nextInt(20);
            long value = random.nextLong();
            int operation = random.nextInt(22);
            same(
                    "operation " + operation + " at " + address,
                    memory -> apply(memory, operation, address, other, size, value));
            if (i % 1000 == 0) {
                sameContents();
            }
        }
        sameContents();
    }

    /** Mostly near the borders of pages and of the memory, sometimes outside. */
    private int address() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt();
            case 1 -> PAGE + random.nextInt(20) - 10;
            case 2 -> flat.pages() * PAGE + random.nextInt(20) - 10;
            case 3 -> random.nextInt(20) - 10;
            default -> random.nextInt(flat.pages() * PAGE);
        };
    }

    private static Object apply(Memory memory, int operation, int address, int other, int size, long value) {
        return switch (operation) {
            case 0 -> memory.read(address);
            case 1 -> memory.readShort(address);
            case 2 -> memory.readInt(address);
            case 3 -> memory.readLong(address);
            case 4 -> Float.floatToRawIntBits(memory.readFloat(address));
            case 5 -> Double.doubleToRawLongBits(memory.readDouble(address));
            case 6 -> memory.readU16(address);
            case 7 -> memory.readF32(address);
            case 8 -> memory.readF64(address);
            case 9 -> run(() -> memory.writeByte(address, (byte) value));
            case 10 -> run(() -> memory.writeShort(address, (short) value));
            case 11 -> run(() -> memory.writeI32(address, (int) value));
            case 12 -> run(() -> memory.writeLong(address, value));
            case 13 -> run(() -> memory.writeF32(address, Float.intBitsToFloat((int) value & 0x7f7fffff)));
            case 14 -> run(() -> memory.writeF64(address, (double) value));
            case 15 -> run(() -> memory.fill((byte) value, address, address + size));
            case 16 -> run(() -> memory.copy(address, other, size));
            case 17 -> run(() -> memory.copy(address, address + size / 2, size)); // overlaps
            case 18 -> run(() -> memory.write(address, new byte[] {1, 2, 3, 4}, 1, size % 6)); // also beyond the source
            case 19 -> memory.readString(address, size, StandardCharsets.ISO_8859_1);
            case 20 -> memory.pages();
            default -> memory.grow((int) value % 3000 == 0 ? 1 : (int) value); // nearly always refused
        };
    }

    private static Object run(Runnable operation) {
        operation.run();
        return "done";
    }

    private void same(String what, Function<Memory, Object> operation) {
        assertEquals(outcome(chicory, operation), outcome(flat, operation), what);
    }

    /** The result, or the class of what was thrown. */
    private static Object outcome(Memory memory, Function<Memory, Object> operation) {
        try {
            return operation.apply(memory);
        } catch (ChicoryException e) {
            return e.getClass();
        }
    }

    private void sameContents() {
        assertEquals(chicory.pages(), flat.pages());
        assertArrayEquals(chicory.readBytes(0, chicory.pages() * PAGE), flat.readBytes(0, flat.pages() * PAGE));
    }

    @Test
    void growsToItsMaximumAndKeepsItsContents() {
        for (int pages : new int[] {0, 1, 3, 2, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            flat.writeI32(PAGE, 42);
            chicory.writeI32(PAGE, 42);
            same("grow by " + pages, memory -> memory.grow(pages));
            sameContents();
        }
    }

    @Test
    void anyMaximumIsCutToWhatAnArrayHolds() {
        assertEquals(
                Memory.RUNTIME_MAX_PAGES, new FlatMemory(new MemoryLimits(1, MemoryLimits.MAX_PAGES)).maximumPages());
    }

    @Test
    void growingBeyondTheJavaHeapIsRefusedNotFatal() { // the build gives the tests 1 GiB
        FlatMemory memory = new FlatMemory(new MemoryLimits(1, MemoryLimits.MAX_PAGES));
        assertEquals(-1, memory.grow(Memory.RUNTIME_MAX_PAGES - 1));
        assertEquals(1, memory.pages());
    }

    @Test
    void bytesAreTheMemoryItself() {
        FlatMemory memory = new FlatMemory(new MemoryLimits(1, 2));
        memory.writeI32(8, 0x04030201);
        assertEquals(3, memory.bytes()[10]);
        memory.bytes()[10] = 9;
        assertEquals(0x04090201, memory.readInt(8));
    }

    @Test
    void atomicOperationsReturnWhatWasThereBefore() { // Chicory's memory has none on Java 25 unless it is shared
        assertEquals(0, flat.atomicAddInt(8, 5));
        assertEquals(5, flat.atomicCmpxchgInt(8, 4, 9));
        assertEquals(5, flat.atomicCmpxchgInt(8, 5, 9));
        assertEquals(9, flat.atomicReadInt(8));
        assertEquals(0, flat.atomicXchgLong(PAGE - 8, -1));
        assertEquals(-1, flat.readLong(PAGE - 8));
        assertEquals(0, flat.atomicNotify(8, 1));
        assertThrows(ChicoryException.class, () -> flat.atomicWait(8, 9, 0));
    }

    @Test
    void sharedMemoryIsRefused() {
        assertThrows(ChicoryException.class, () -> new FlatMemory(new MemoryLimits(1, 2, true)));
    }
}
