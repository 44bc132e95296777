package wasmclassify.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import wasmclassify.model.download.Progress;

/** How far a download is, as a line on the terminal that is written over and over; nothing where there is no terminal. */
public final class DownloadLine implements Progress, AutoCloseable {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int WIDTH = 78;
    private static final int BAR = 30;

    private final PrintStream terminal;
    private final boolean isTerminal;
    private String name = "";
    private long lastDrawn;

    public DownloadLine(PrintStream terminal) {
        this.terminal = terminal;
        isTerminal = Terminal.isStderr();
    }

    /** The following is about this model. */
    public void begin(String model) {
        name = model;
        lastDrawn = 0;
    }

    @Override
    public void at(long done, OptionalLong total) {
        long now = System.nanoTime();
        if (isTerminal && now - lastDrawn > INTERVAL_NANOS) {
            lastDrawn = now;
            draw(line(done, total));
        }
    }

    private String line(long done, OptionalLong total) {
        if (total.isEmpty() || total.getAsLong() == 0) {
            return name + "  " + ByteCount.text(done);
        }
        double part = (double) done / total.getAsLong();
        int filled = (int) (part * BAR);
        return String.format(Locale.ROOT, "%s  [%s%s] %3.0f %% of %s", name, "#".repeat(filled), " ".repeat(BAR - filled), part * 100,
                ByteCount.text(total.getAsLong()));
    }

    /** Leaves the line empty for others. */
    public void clear() {
        if (isTerminal) {
            draw("");
            terminal.print("\r");
        }
    }

    private void draw(String text) {
        terminal.print("\r" + text + " ".repeat(Math.max(0, WIDTH - text.length())));
        terminal.flush();
    }

    @Override
    public void close() {
        clear();
    }
}
