package io.github.wasmclassify.guest.kernels;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Blocks of memory for a while, used again and again: what is new is not in any cache. Any number of threads may
 * borrow.
 */
final class Scratch<T> {
    private final Queue<T> idle = new ConcurrentLinkedQueue<>();
    private final IntFunction<T> make;
    private final ToIntFunction<T> length;

    private Scratch(IntFunction<T> make, ToIntFunction<T> length) {
        this.make = make;
        this.length = length;
    }

    static Scratch<byte[]> ofBytes() {
        return new Scratch<>(byte[]::new, block -> block.length);
    }

    static Scratch<float[]> ofFloats() {
        return new Scratch<>(float[]::new, block -> block.length);
    }

    /** A block of at least this length, with anything in it. */
    T borrow(int least) {
        T block = idle.poll();
        return block != null && length.applyAsInt(block) >= least ? block : make.apply(least);
    }

    void giveBack(T block) {
        idle.add(block);
    }
}
