package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.BatchProgress;
import io.github.wasmclassify.cli.report.Terminal;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Prints the progress of a run on stderr: a line for each picture that could not be classified and, on a terminal, a
 * progress bar.
 */
final class RunMonitor implements OutcomeListener {
    private final Notes notes;
    private final Optional<BatchProgress> progress;

    private RunMonitor(Notes notes, Optional<BatchProgress> progress) {
        this.notes = notes;
        this.progress = progress;
        progress.ifPresent(line -> notes.clearFirst(line::clear));
    }

    /** @param total counts the pictures, which may take long; negative if they cannot be counted */
    static RunMonitor withProgress(Notes notes, LongSupplier total) {
        return new RunMonitor(
                notes, Terminal.isStderr() ? Optional.of(new BatchProgress(System.err, total)) : Optional.empty());
    }

    static RunMonitor withoutProgress(Notes notes) {
        return new RunMonitor(notes, Optional.empty());
    }

    @Override
    public void add(Outcome outcome) {
        progress.ifPresent(line -> line.add(outcome));
        if (outcome instanceof Outcome.Failed failed) {
            notes.print(failed.input().name() + ": " + failed.failure().getMessage());
            LoggerFactory.getLogger(RunMonitor.class).debug("{}", failed.input().name(), failed.failure());
        }
    }

    @Override
    public void end(Tally tally) {
        progress.ifPresent(line -> line.end(tally));
        String passedOver = PassedOver.text(tally.passedOver());
        if (!passedOver.isEmpty()) {
            notes.print(passedOver);
        }
    }
}
