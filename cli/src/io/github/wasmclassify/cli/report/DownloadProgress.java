package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.net.download.Progress;
import java.io.PrintStream;
import java.util.OptionalLong;

/** Shows the progress of downloads if there is a terminal. */
public final class DownloadProgress implements Progress, AutoCloseable {
    private static final long MIB = 1 << 20;

    private final PrintStream terminal;
    private final boolean isTerminal;
    private String name = "";
    private ProgressLine line;

    public DownloadProgress(PrintStream terminal) {
        this.terminal = terminal;
        isTerminal = Terminal.isStderr();
    }

    /** Begins the download of a model. */
    public void begin(String model) {
        end();
        name = model;
    }

    @Override
    public void at(long done, OptionalLong total) {
        if (isTerminal && line == null) {
            line = new ProgressLine(terminal, name, " MiB", MIB);
        }
        if (line != null) {
            total.ifPresent(line::total);
            line.at(done);
        }
    }

    /** Clears the line for others. */
    public void end() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    @Override
    public void close() {
        end();
    }
}
