package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.batch.Stop;

/**
 * While this is open, Ctrl-C (or another signal that ends the process) stops a run in an orderly way, with its results
 * so far.
 */
final class Interruption implements AutoCloseable {
    /** A user should not wait more than a second for the process to end. */
    private static final long PATIENCE_MILLIS = 900;

    private final Stop stop = new Stop();
    private final Thread hook;

    Interruption() {
        hook = new Thread(this::interrupt, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** For the run that is to be stopped. */
    Stop stop() {
        return stop;
    }

    boolean hasHappened() {
        return stop.isRequested();
    }

    private void interrupt() {
        stop.request();
        stop.awaitEnd(PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        stop.ended();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and waits for nothing more
        }
    }
}
