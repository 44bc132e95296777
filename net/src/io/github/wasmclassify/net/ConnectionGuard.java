package io.github.wasmclassify.net;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Holds the one open connection of a request and closes it when time is up, which ends every wait for it. */
final class ConnectionGuard implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Duration limit;
    private final Future<?> alarm;
    private Closeable connection = () -> {};
    private boolean isOver;

    ConnectionGuard(Duration limit) {
        this.limit = limit;
        alarm = CLOCK.schedule(this::end, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "web-time-limit");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Closes the previous connection and holds this one. */
    synchronized void hold(Closeable next) throws BrokenConnectionException {
        closeConnection();
        connection = next;
        check(null);
    }

    /**
     * @param fault that closing the connection may have caused
     * @throws BrokenConnectionException if time is up
     */
    synchronized void check(IOException fault) throws BrokenConnectionException {
        if (isOver) {
            closeConnection();
            throw new BrokenConnectionException("was not complete within " + limit.toSeconds() + " s", fault);
        }
    }

    private synchronized void end() {
        isOver = true;
        closeConnection();
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (IOException e) {
            // the reader gets the error
        }
    }

    /** Removes the time limit. */
    void stopClock() {
        alarm.cancel(false);
    }

    @Override
    public synchronized void close() {
        stopClock();
        closeConnection();
    }
}
