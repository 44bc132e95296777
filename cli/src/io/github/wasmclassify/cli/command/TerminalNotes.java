package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.report.Confidence;
import io.github.wasmclassify.model.Model;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Prints hints at the end of a run that users at a terminal need and scripts do not. */
final class TerminalNotes implements OutcomeListener {
    private final Notes notes;
    private final Optional<Path> results;
    private final boolean isBuiltInByDefault;
    private boolean hasUnsure;

    /**
     * @param results the file that results go to
     * @param isBuiltInByDefault whether the built-in model is used because no other was chosen
     */
    TerminalNotes(Notes notes, Optional<Path> results, boolean isBuiltInByDefault) {
        this.notes = notes;
        this.results = results;
        this.isBuiltInByDefault = isBuiltInByDefault;
    }

    @Override
    public void add(Outcome outcome) {
        hasUnsure |= outcome instanceof Outcome.Classified done
                && Confidence.isLow(done.result().best());
    }

    @Override
    public void end(Tally tally) {
        long pictures = tally.classified() + tally.failed();
        if (pictures > 1) {
            notes.print(String.format(
                    Locale.ROOT,
                    "%,d pictures in %.1f s, %,d failed%s",
                    pictures,
                    tally.elapsed().toMillis() / 1e3,
                    tally.failed(),
                    results.map(file -> "; results in " + file).orElse("")));
        }
        if (hasUnsure && isBuiltInByDefault) {
            notes.print(Model.POCKET
                    + ", the built-in model, knows only 200 things and is not sure here; for a model that knows 1,000: "
                    + "wasm-classify models pull mobilenet-v2");
        }
    }
}
