package wasmclassify.command;

import org.slf4j.LoggerFactory;
import wasmclassify.batch.Outcome;
import wasmclassify.batch.OutcomeListener;

/** Reports what could not be classified, a line each on stderr. */
final class Failures implements OutcomeListener {
    private final Notes notes;

    Failures(Notes notes) {
        this.notes = notes;
    }

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            notes.print(failed.input().name() + ": " + failed.failure().getMessage());
            LoggerFactory.getLogger(Failures.class).debug("{}", failed.input().name(), failed.failure());
        }
    }
}
