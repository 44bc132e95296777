package wasmclassify.model.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream whose reader waits too long for its next bytes; reading it then fails. */
final class StallGuard implements AutoCloseable {
    private final InputStream stream;
    private final long limitNanos;
    private final ScheduledExecutorService clock;
    private volatile long lastBytes = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream stream, Duration limit) {
        this.stream = stream;
        limitNanos = limit.toNanos();
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "download-stall-guard");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, limit.toMillis() / 4);
        clock.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
    }

    /** As {@link InputStream#read(byte[])}. */
    int read(byte[] block) throws IOException {
        lastBytes = System.nanoTime();
        try {
            int count = stream.read(block);
            if (stalled) {
                throw new IOException("stream closed");
            }
            return count;
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for " + TimeUnit.NANOSECONDS.toSeconds(limitNanos) + " s", e) : e;
        }
    }

    private void check() {
        if (System.nanoTime() - lastBytes > limitNanos) {
            stalled = true;
            try {
                stream.close();
            } catch (IOException e) {
                // the reader finds out
            }
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        stream.close();
    }
}
