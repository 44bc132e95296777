package wasmclassify.guest.kernels;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Blocks of memory for a while, used again and again: what is new is not in any cache. Any number of threads may borrow. */
final class Scratch {
    private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

    /** A block of at least this length, with anything in it. */
    byte[] borrow(int length) {
        byte[] block = idle.poll();
        return block != null && block.length >= length ? block : new byte[length];
    }

    void giveBack(byte[] block) {
        idle.add(block);
    }
}
