package io.github.wasmclassify.net;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the total size of the large pictures from the web that are in memory, over all threads. A picture that does
 * not fit waits until others are released.
 */
public final class FetchBudget {
    private final int size;
    private final Semaphore free;

    /** @param size in bytes */
    FetchBudget(int size) {
        this.size = size;
        free = new Semaphore(size, true); // fair, or a large picture would never get its share
    }

    /** The most that one picture may take, in bytes. */
    int size() {
        return size;
    }

    /** An empty share for one picture. */
    Share share() {
        return new Share();
    }

    /** One picture's part of the budget. Any thread may return it at any time. */
    public final class Share implements AutoCloseable {
        private int taken;
        private boolean isClosed;

        /**
         * Waits for its turn.
         *
         * @param bytes at most {@link #size()}
         * @throws IOException if the wait is too long
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
            if (isClosed) { // its picture was abandoned meanwhile
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
