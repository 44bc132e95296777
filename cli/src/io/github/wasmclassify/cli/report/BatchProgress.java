package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Shows the number of finished pictures on the terminal. */
public final class BatchProgress implements OutcomeListener {
    private final ProgressLine line;
    private long done;

    /** @param total counts the pictures, which may take long; negative if they cannot be counted */
    public BatchProgress(PrintStream terminal, LongSupplier total) {
        line = new ProgressLine(terminal, "classifying", " images", 1);
        Thread counter = new Thread(() -> line.total(total.getAsLong()), "count-pictures");
        counter.setDaemon(true);
        counter.start();
    }

    @Override
    public void add(Outcome outcome) {
        line.at(++done);
    }

    /** Clears the line for others, until the next picture. */
    public void clear() {
        line.clear();
    }

    @Override
    public void end(Tally tally) {
        line.close();
    }
}
