package io.github.wasmclassify.guest;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.file.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Calls a guest's exports and moves bytes in and out of its memory. */
final class GuestHeap {
    private static final int LONGEST_STRING = 1 << 20;

    private final Instance instance;
    private final FlatMemory memory;
    private boolean isBroken;

    GuestHeap(Instance instance) {
        this.instance = instance;
        this.memory = (FlatMemory) instance.exports().memory("memory");
    }

    FlatMemory memory() {
        return memory;
    }

    /**
     * Calls an export whose parameters and result are 32 bits wide.
     *
     * @throws GuestException if the guest traps. Its memory may then be inconsistent, so nothing is freed in it from
     *     then on
     * @throws CancellationException if the thread is interrupted, with the same consequence
     */
    int call(String export, int... arguments) {
        long[] words = new long[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i];
        }
        return guarded(export, () -> {
            long[] results = instance.export(export).apply(words);
            return results == null || results.length == 0 ? 0 : (int) results[0];
        });
    }

    /**
     * Lets the host work on the guest's memory.
     *
     * @param work gets the memory as it is now
     * @throws GuestException as {@link #call}
     */
    void work(String what, Consumer<byte[]> work) {
        guarded(what, () -> {
            work.accept(memory.bytes());
            return 0;
        });
    }

    private int guarded(String what, IntSupplier run) {
        try {
            return run.getAsInt();
        } catch (ChicoryInterruptedException e) {
            isBroken = true;
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        } catch (OutOfMemoryError e) { // in the host's kernels
            memory.refuse(e);
            throw broken(what, e);
        } catch (RuntimeException | StackOverflowError e) {
            throw broken(what, e);
        }
    }

    private GuestException broken(String what, Throwable e) {
        isBroken = true;
        return new GuestException("the guest failed in " + what + ": " + e.getMessage(), e);
    }

    /** Whether a call was cut short, which leaves the guest in an unknown state. */
    boolean isBroken() {
        return isBroken;
    }

    /** Whether the guest trapped because it had no memory to go on. */
    boolean ranOutOfMemory() {
        return isBroken && memory.isExhausted();
    }

    /** Whether the guest has an export; modules of older builds lack some. */
    boolean has(String export) {
        try {
            return instance.export(export) != null;
        } catch (ChicoryException e) {
            return false;
        }
    }

    /** A new block of guest memory with these bytes in it. */
    Block allocate(byte[] content) {
        return allocate(Content.of(content));
    }

    /** A new block of guest memory that holds this content. */
    Block allocate(Content content) {
        Block block = allocate(content.size());
        if (!block.isMissing()) {
            byte[] bytes = memory.bytes();
            if (block.address < 0 || block.address > bytes.length - content.size()) {
                throw new GuestException("the guest allocated outside of its memory");
            }
            read(content, bytes, block);
        }
        return block;
    }

    private static void read(Content content, byte[] bytes, Block block) {
        boolean isRead = false;
        try {
            content.readInto(bytes, block.address);
            isRead = true;
        } finally {
            if (!isRead) {
                block.close();
            }
        }
    }

    /** A new block of guest memory, of at least one byte, so that it has an address. */
    Block allocate(int length) {
        return new Block(call("alloc", Math.max(1, length)), length);
    }

    /**
     * The UTF-8 text at an address, where its length comes first. Control characters, which a model file could smuggle
     * in, are replaced.
     */
    String string(int address) {
        return text(address).replaceAll("\\p{Cntrl}", " ").strip();
    }

    /**
     * The lines of a text, exactly as the guest has them, without empty ones. They may come from a model file, so do
     * not show them to users.
     */
    List<String> lines(int address) {
        return Stream.of(text(address).split("\n"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String text(int address) {
        try {
            int length = memory.readInt(address);
            if (length < 0 || length > LONGEST_STRING) {
                throw new GuestException("the guest returned a text of " + Integer.toUnsignedString(length) + " bytes");
            }
            return new String(memory.readBytes(address + Integer.BYTES, length), StandardCharsets.UTF_8);
        } catch (WasmRuntimeException e) {
            throw new GuestException("the guest returned a text outside of its memory", e);
        }
    }

    /** Guest memory that belongs to the host until it is closed. */
    final class Block implements AutoCloseable {
        final int address;
        final int length;

        private Block(int address, int length) {
            this.address = address;
            this.length = length;
        }

        boolean isMissing() {
            return address == 0;
        }

        /** Forgets what is in it. */
        void clear() {
            memory.fill((byte) 0, address, address + length);
        }

        @Override
        public void close() {
            if (!isMissing() && !isBroken) {
                call("dealloc", address, Math.max(1, length));
            }
        }
    }
}
