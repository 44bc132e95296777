package io.github.wasmclassify.snapshot;

import java.util.concurrent.TimeUnit;

/**
 * Writes snapshots beside the work for which the models were loaded; the program does not end before they are written.
 */
public final class SnapshotWriter {
    /** No disk that is worth a snapshot takes longer. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toMillis(5);

    private SnapshotWriter() {}

    public static void start(Runnable writing) {
        Thread writer = new Thread(writing, "snapshot-writer");
        writer.setDaemon(true);
        writer.setPriority(Thread.MIN_PRIORITY);
        writer.start();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(writer), "snapshot-end"));
        } catch (IllegalStateException e) {
            // the program is ending: what is written by then is left behind, and removed with the oldest snapshots
        }
    }

    private static void await(Thread writer) {
        try {
            writer.join(LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
