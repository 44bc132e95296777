package io.github.wasmclassify.cli.report;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far something is, with rate and time left, on the terminal's last line, which is written over and over. */
final class ProgressLine implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 200;
    private static final int DEFAULT_COLUMNS = 80;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final ProgressBar bar;

    /**
     * @param terminal what is written to; must be one
     * @param task what is done
     * @param unit of what is counted, such as {@code " MiB"}
     * @param unitSize how many of what is counted make one unit
     */
    ProgressLine(PrintStream terminal, String task, String unit, long unitSize) {
        this.terminal = terminal;
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1) // not known yet
                .setUnit(unit, unitSize)
                .setStyle(
                        Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                                ? ProgressBarStyle.UNICODE_BLOCK
                                : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .showSpeed()
                .setSpeedUnit(ChronoUnit.SECONDS)
                .setConsumer(new LastLine(terminal))
                .build();
    }

    void total(long count) {
        bar.maxHint(count);
    }

    void at(long count) {
        bar.stepTo(count);
    }

    /** Leaves the line empty for others, until it is drawn again. */
    void clear() {
        terminal.print(ERASE_LINE);
        terminal.flush();
    }

    @Override
    public void close() {
        bar.close();
    }

    /** Draws over the line, and leaves it empty at the end. */
    private record LastLine(PrintStream terminal) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            String columns = System.getenv("COLUMNS");
            return (columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS)
                    - 1;
        }

        @Override
        public void accept(String line) {
            terminal.print(ERASE_LINE + line);
            terminal.flush();
        }

        @Override
        public void close() {
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
    }
}
