package io.github.wasmclassify.net;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes the large pictures that come from the web may have together, over all threads. One that does not fit
 * waits until others are done with.
 */
public final class FetchBudget {
    private final int size;
    private final Semaphore free;

    /** @param size in bytes */
    FetchBudget(int size) {
        this.size = size;
        free = new Semaphore(size, true); // in turn, or a large one would never get its share
    }

    /** What one picture may have at most. */
    int size() {
        return size;
    }

    /** A share for one picture, which is empty at first. */
    Share share() {
        return new Share();
    }

    /** One picture's part of the budget. It may be given back at any time, by any thread. */
    public final class Share implements AutoCloseable {
        private int taken;
        private boolean isClosed;

        /**
         * Waits for its turn.
         *
         * @param bytes at most {@link #size()}
         * @throws IOException if that takes too long
         */
        void take(int bytes, Duration patience) throws IOException {
            try {
                if (!free.tryAcquire(bytes, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new IOException("no memory for it within " + patience.toSeconds()
                            + " s, as other large pictures are being fetched; try fewer threads");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            keep(bytes);
        }

        private synchronized void keep(int bytes) throws IOException {
            if (isClosed) { // its picture was given up meanwhile
                free.release(bytes);
                throw new IOException("interrupted");
            }
            taken += bytes;
        }

        @Override
        public synchronized void close() {
            isClosed = true;
            free.release(taken);
            taken = 0;
        }
    }
}
