package io.github.wasmclassify.guest;

import com.dylibso.chicory.log.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log of Chicory's WASI to SLF4J. By default it would load all of java.util.logging. */
final class WasiLog implements Logger {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(WasiLog.class);

    @Override
    public void log(Level level, String message, Throwable cause) {
        LOG.atLevel(slf4j(level)).setCause(cause).log(message);
    }

    @Override
    public boolean isLoggable(Level level) {
        return LOG.isEnabledForLevel(slf4j(level));
    }

    private static org.slf4j.event.Level slf4j(Level level) {
        return switch (level) {
            case ALL, TRACE -> org.slf4j.event.Level.TRACE;
            case DEBUG -> org.slf4j.event.Level.DEBUG;
            case INFO -> org.slf4j.event.Level.INFO;
            case WARNING -> org.slf4j.event.Level.WARN;
            case ERROR, OFF -> org.slf4j.event.Level.ERROR;
        };
    }
}
