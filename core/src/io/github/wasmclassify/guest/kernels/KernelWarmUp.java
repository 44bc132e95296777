package io.github.wasmclassify.guest.kernels;

import java.util.function.Supplier;

/**
 * Runs kernels over small tensors on a thread of its own while a model loads, so that HotSpot has compiled some of them
 * when the first picture comes: until then vectors are objects, and a kernel on them is a hundred times slower.
 */
public final class KernelWarmUp implements AutoCloseable {
    private volatile boolean isOver;

    private KernelWarmUp() {}

    /**
     * Begins; it ends when it is closed.
     *
     * @param work makes what is run again and again
     */
    static KernelWarmUp start(Supplier<Runnable> work) {
        KernelWarmUp warmUp = new KernelWarmUp();
        Thread thread = new Thread(() -> warmUp.run(work), "kernel-warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    private void run(Supplier<Runnable> work) {
        try {
            Runnable round = work.get();
            while (!isOver) {
                round.run();
            }
        } catch (OutOfMemoryError e) {
            // what it would make faster may still fit
        }
    }

    @Override
    public void close() {
        isOver = true;
    }
}
