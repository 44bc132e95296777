package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.evaluate.Check;
import io.github.wasmclassify.cli.evaluate.CheckResult;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.text.Printable;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes a line for each picture that differs from its expectation, and the counts last. */
public final class CheckText implements Consumer<CheckResult> {
    private final ResultOutput output;
    private final Runnable beforeLine;

    /** @param beforeLine runs before each line, to clear a progress bar */
    public CheckText(ResultOutput output, Runnable beforeLine) {
        this.output = output;
        this.beforeLine = beforeLine;
    }

    @Override
    public void accept(CheckResult result) {
        result.difference().ifPresent(difference -> {
            beforeLine.run();
            output.stream().println(Printable.of(result.name() + ": " + difference));
            output.flush();
        });
    }

    /** Writes the counts. */
    public void end(Check check, Tally tally) {
        output.stream()
                .printf(
                        Locale.ROOT,
                        "checked %d: %d as expected, %d different, %d failed%s%n",
                        tally.classified() + tally.failed(),
                        check.asExpected(),
                        check.different(),
                        tally.failed(),
                        tally.isStopped() ? "; stopped early" : "");
        output.flush();
    }
}
