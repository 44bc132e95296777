package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.command.PictureRun.Wanted;
import io.github.wasmclassify.cli.input.InputSpec;
import io.github.wasmclassify.cli.input.Inputs;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.SheetOutput;
import io.github.wasmclassify.cli.report.SummaryText;
import io.github.wasmclassify.cli.report.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-classify predict}: classifies pictures. */
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

    @Override
    public Integer call() {
        // quick checks come first
        InputSpec spec =
                inputOptions.spec(Stream.concat(sortOptions.folder().stream(), outputOptions.thumbnails().stream())
                        .toList());
        Duration timeout = timeLimit.timeout();
        Wanted wanted = new Wanted(outputOptions.top(), outputOptions.threshold(), outputOptions.thumbnailSide());
        PassedOver passedOver = new PassedOver();
        try (PictureRun run = new PictureRun(modelOptions, spec.isOnePicture(), wanted);
                Inputs inputs = openInputs(spec, passedOver, run.notes());
                ResultOutput output = outputOptions.open();
                SheetOutput sheetFile = outputOptions.openSheetFile(run.notes()::print);
                OutcomeListener sorter = sortOptions.open(run.notes()::print);
                ClassifierPool pool = run.openPool(timeout);
                OutcomeListener sheet = outputOptions.sheet(sheetFile, run.facts())) {
            noteModel(run, pool);
            OutcomeListener results = outputOptions.results(output, run.facts(), spec.isOnePicture());
            OutcomeListener people = outputOptions.isForPeople()
                    ? new TerminalNotes(run.notes(), outputOptions.file(), modelOptions.isBuiltInByDefault())
                    : OutcomeListener.NONE;
            Tally tally =
                    run.classify(inputs, passedOver, failFast, monitor(run, spec), results, sheet, sorter, people);
            run.finish(output);
            if (sheetFile != null) {
                run.finish(sheetFile);
            }
            if (outputOptions.summaryIsApart()) {
                System.err.print(SummaryText.of(tally));
            }
            return run.exitCode(ExitCode.of(tally));
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.OK; // the reader has seen enough
        }
    }

    private static Inputs openInputs(InputSpec spec, PassedOver passedOver, Notes notes) {
        if (spec.readsPictureFromStdin() && Terminal.isStdin()) {
            notes.print("reading a picture from the terminal; Ctrl-D ends it, Ctrl-C cancels");
        }
        return Inputs.of(spec, passedOver);
    }

    private void noteModel(PictureRun run, ClassifierPool pool) {
        if (outputOptions.isForPeople()) {
            run.notes().print("model " + modelOptions.model() + ", engine " + pool.engine());
        }
        if (!outputOptions.isQuiet()) {
            run.noteAssumptions();
        }
    }

    private RunMonitor monitor(PictureRun run, InputSpec spec) {
        return outputOptions.isWatched() || spec.isOnePicture()
                ? run.monitorWithoutProgress()
                : run.monitor(() -> Inputs.count(spec));
    }
}
