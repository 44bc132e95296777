package wasmclassify.command;

import org.slf4j.LoggerFactory;
import wasmclassify.batch.Outcome;
import wasmclassify.batch.OutcomeListener;

/** Reports what could not be classified, a line each on stderr. */
final class Failures implements OutcomeListener {
    private final Runnable beforeLine;

    /** @param beforeLine is run before each line, to clear the terminal's last line of other things */
    Failures(Runnable beforeLine) {
        this.beforeLine = beforeLine;
    }

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            beforeLine.run();
            System.err.println("wasm-classify: " + failed.input().name() + ": " + failed.failure().getMessage());
            LoggerFactory.getLogger(Failures.class).debug("{}", failed.input().name(), failed.failure());
        }
    }
}
