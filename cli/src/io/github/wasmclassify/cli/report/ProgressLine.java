package io.github.wasmclassify.cli.report;

import java.io.PrintStream;
import java.util.Locale;

/**
 * A progress bar with rate and time left on the terminal's last line, which is rewritten again and again. Thread-safe.
 */
final class ProgressLine implements AutoCloseable {
    private static final long INTERVAL_NANOS = 200_000_000;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int BAR_WIDTH = 20;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final String task;
    private final String unit;
    private final long unitSize;
    private final int width = columns() - 1; // some terminals begin a new line after the last column
    private final long start = System.nanoTime();
    private long drawn = start;
    private long done;
    private long total = -1; // not known yet

    /**
     * @param terminal to write to, which must be one
     * @param task what is done
     * @param unit of what is counted, such as {@code " MiB"}
     * @param unitSize how many of what is counted make one unit
     */
    ProgressLine(PrintStream terminal, String task, String unit, long unitSize) {
        this.terminal = terminal;
        this.task = task;
        this.unit = unit;
        this.unitSize = unitSize;
        draw(start);
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
    }

    /** @param count the total number; negative if it is not known */
    synchronized void total(long count) {
        total = count;
    }

    /** @param count how many are done */
    synchronized void at(long count) {
        done = count;
        long now = System.nanoTime();
        if (now - drawn >= INTERVAL_NANOS) {
            draw(now);
        }
    }

    private void draw(long now) {
        drawn = now;
        String line = text(task, done, total, unit, unitSize, (now - start) / 1e9);
        terminal.print(ERASE_LINE + line.substring(0, Math.min(width, line.length())));
        terminal.flush();
    }

    /** For example {@code classifying 45 % [######### ] 45/100 images, 9.0/s, 0:06 left}. */
    static String text(String task, long done, long total, String unit, long unitSize, double seconds) {
        StringBuilder text = new StringBuilder(task);
        if (total > 0) {
            double share = Math.min(1, (double) done / total);
            int bars = (int) (share * BAR_WIDTH);
            text.append(String.format(Locale.ROOT, " %3d %% [", (int) (share * 100)))
                    .append("#".repeat(bars))
                    .append(" ".repeat(BAR_WIDTH - bars))
                    .append(']');
        }
        text.append(' ').append(done / unitSize);
        if (total > 0) {
            text.append('/').append(total / unitSize);
        }
        text.append(unit);
        if (done > 0 && seconds > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f/s", done / seconds / unitSize));
        }
        if (done > 0 && total >= done) {
            long left = Math.round(seconds / done * (total - done));
            text.append(String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60));
        }
        return text.toString();
    }

    /** Clears the line for others, until it is drawn again. */
    synchronized void clear() {
        terminal.print(ERASE_LINE);
        terminal.flush();
    }

    @Override
    public void close() {
        clear();
    }
}
