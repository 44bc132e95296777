package io.github.wasmclassify.guest.kernels;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that share the work of one kernel at a time. Layers follow each other within microseconds, so a helper spins
 * a little before it sleeps. Callers may be many: one that finds the helpers busy works alone.
 */
final class Workers implements AutoCloseable {
    /** Multiplications that are worth a thread. */
    private static final long LEAST_WORK = 1 << 19;

    private static final int SPINS = 2_000;

    private final int threads;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Thread[] helpers;
    private volatile Job job;
    private volatile boolean closed;

    /** @param threads at most so many work at a time, the caller's among them */
    Workers(int threads) {
        this.threads = threads;
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this::help, "kernels-" + (i + 1));
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /** How many threads so many multiplications are worth. */
    int threadsFor(long work) {
        return (int) Math.max(1, Math.min(threads, work / LEAST_WORK));
    }

    /**
     * Runs a task for 0, 1, ... {@code count} - 1 on up to {@code wanted} threads; back when all are done. The caller
     * begins with the first and the helpers with the last, so that a thread finds in its cache what it wrote in the
     * layer before.
     */
    void forEach(int wanted, int count, IntConsumer task) {
        int others = Math.min(wanted, count) - 1;
        if (others < 1 || !busy.compareAndSet(false, true)) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        try {
            share(new Job(count, task), Math.min(others, helpers.length));
        } finally {
            busy.set(false);
        }
    }

    private void share(Job shared, int others) {
        job = shared;
        for (int i = 0; i < others; i++) {
            LockSupport.unpark(helpers[i]);
        }
        shared.work(false);
        shared.await();
        job = null;
    }

    private void help() {
        Job seen = null;
        while (!closed) {
            Job next = job;
            for (int i = 0; i < SPINS && (next == null || next == seen); i++) {
                Thread.onSpinWait();
                next = job;
            }
            if (next == null || next == seen) {
                LockSupport.park(this);
            } else {
                seen = next;
                next.work(true);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private static final class Job {
        private final int count;
        private IntConsumer task;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger takenFirst = new AtomicInteger();
        private final AtomicInteger takenLast = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Throwable failure;

        Job(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
        }

        void work(boolean fromLast) {
            while (taken.getAndIncrement() < count) {
                int i = fromLast ? count - 1 - takenLast.getAndIncrement() : takenFirst.getAndIncrement();
                try {
                    task.accept(i);
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
                done.incrementAndGet();
            }
        }

        /** Waits for what others still have in hand. */
        void await() {
            for (int spins = 0; done.get() < count; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            task = null; // helpers remember the job, and should not keep a guest's memory alive by it
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
