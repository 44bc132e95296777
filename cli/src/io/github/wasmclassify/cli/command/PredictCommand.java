package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Batch;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.input.InputSpec;
import io.github.wasmclassify.cli.input.Inputs;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.SheetOutput;
import io.github.wasmclassify.cli.report.SummaryText;
import io.github.wasmclassify.cli.report.Terminal;
import io.github.wasmclassify.cli.report.WholeOutput;
import io.github.wasmclassify.result.RunFacts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-classify predict}: says what pictures show. */
@Command(
        description = "Classify pictures.",
        exitCodeList = {
            ExitCode.OK_TEXT,
            ExitCode.SOME_FAILED_TEXT,
            ExitCode.USAGE_TEXT,
            ExitCode.UNUSABLE_TEXT,
            ExitCode.INTERNAL_TEXT,
            ExitCode.TIMED_OUT_TEXT,
            ExitCode.INTERRUPTED_TEXT
        },
        footer = {
            "  wasm-classify predict --top 3 photo.jpg",
            "  wasm-classify predict --recursive --format csv --output results.csv holidays/",
            "  find . -name '*.png' -print0 | wasm-classify predict --null --files-from -",
            "  wasm-classify predict --sort-into sorted --dry-run holidays/",
            "  wasm-classify predict --top 3 --report report.html holidays/",
            "  wasm-classify predict --recursive --report report/ archive/"
        })
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private InputOptions inputOptions;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private SortOptions sortOptions;

    @Mixin
    private TimeLimit timeLimit;

    @Option(names = "--fail-fast", description = "Stop at the first picture that fails.")
    private boolean failFast;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private Verbosity verbosity;

    @Override
    public Integer call() {
        verbosity.apply();
        // what is quick to check comes first
        InputSpec spec =
                inputOptions.spec(Stream.concat(sortOptions.folder().stream(), outputOptions.thumbnails().stream())
                        .toList());
        Duration timeout = timeLimit.timeout();
        int top = outputOptions.top();
        double threshold = outputOptions.threshold();
        Notes notes = new Notes();
        if (spec.readsPictureFromStdin() && Terminal.isStdin()) {
            notes.print("reading a picture from the terminal; Ctrl-D ends it, Ctrl-C cancels");
        }
        PassedOver passedOver = new PassedOver();
        try (Interruption interruption = new Interruption();
                Inputs inputs = Inputs.of(spec, passedOver);
                ResultOutput output = outputOptions.open();
                SheetOutput sheetFile = outputOptions.openSheetFile(notes::print);
                OutcomeListener sorter = sortOptions.open(notes::print);
                ClassifierPool pool =
                        modelOptions.openPool(spec.isOnePicture(), timeout, top, threshold, outputOptions.thumbnail());
                OutcomeListener sheet = outputOptions.sheet(sheetFile, RunFacts.of(modelOptions.model(), pool))) {
            if (outputOptions.isForPeople()) {
                notes.print("model " + modelOptions.model() + ", engine " + pool.engine());
            }
            if (!outputOptions.isQuiet()) {
                ModelNotes.of(modelOptions.model(), pool.model()).forEach(notes::print);
            }
            RunMonitor monitor = outputOptions.isWatched() || spec.isOnePicture()
                    ? RunMonitor.withoutProgress(notes)
                    : RunMonitor.withProgress(notes, () -> Inputs.count(spec));
            OutcomeListener report =
                    outputOptions.report(output, RunFacts.of(modelOptions.model(), pool), spec.isOnePicture());
            OutcomeListener people = outputOptions.isForPeople()
                    ? new TerminalNotes(notes, outputOptions.file(), modelOptions.isBuiltInByDefault())
                    : OutcomeListener.NONE;
            List<OutcomeListener> listeners = List.of(monitor, report, sheet, sorter, people);
            Tally tally = new Batch(pool, threshold, failFast, interruption.stop(), listeners).run(inputs, passedOver);
            modelOptions.shortage(pool, spec.isOnePicture()).ifPresent(notes::print);
            for (WholeOutput written : sheetFile == null ? List.of(output) : List.of(output, sheetFile)) {
                finish(written, interruption, notes);
            }
            if (outputOptions.summaryIsApart()) {
                System.err.print(SummaryText.of(tally));
            }
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : ExitCode.of(tally);
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.OK; // whoever reads has seen enough
        }
    }

    /** What an interrupted run has done so far does not replace the whole results of an older one. */
    private static void finish(WholeOutput output, Interruption interruption, Notes notes) {
        if (interruption.hasHappened()) {
            output.commitPartial().ifPresent(file -> notes.print("interrupted; the results so far are in " + file));
        } else {
            output.commit();
        }
    }
}
