package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.command.PictureRun.Wanted;
import io.github.wasmclassify.cli.input.InputSpec;
import io.github.wasmclassify.cli.input.Inputs;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.FeatureFormat;
import io.github.wasmclassify.cli.report.ResultOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-classify embed}: gives the features of pictures. */
@Command(
        description = "Print the features of pictures, for search and clustering with other tools.",
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
            "  wasm-classify embed photo.jpg",
            "  wasm-classify embed --recursive --format npy --output features.npy photos/"
        })
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    private InputOptions inputOptions;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "jsonl",
            description =
                    "Output format: jsonl (default: a JSON object per line), csv or npy (a NumPy array of 32-bit floats with a row for "
                            + "each picture; a picture that fails has a row of NaN).")
    private FeatureFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to FILE. It appears, replacing an old one, only when the run is complete.")
    private Path file;

    @Option(names = "--fail-fast", description = "Stop at the first picture that fails.")
    private boolean failFast;

    @Mixin
    private TimeLimit timeLimit;

    @Mixin
    private ModelOptions modelOptions;

    @Override
    public Integer call() {
        // quick checks come first
        InputSpec spec = inputOptions.spec(List.of());
        Duration timeout = timeLimit.timeout();
        PassedOver passedOver = new PassedOver();
        try (PictureRun run = new PictureRun(modelOptions, spec.isOnePicture(), Wanted.features(0));
                Inputs inputs = Inputs.of(spec, passedOver);
                ResultOutput output = file == null ? ResultOutput.toStdout() : ResultOutput.toFile(file);
                ClassifierPool pool = run.openPool(timeout);
                OutcomeListener report =
                        format.open(output, pool.labels().names().size())) {
            run.noteAssumptions();
            RunMonitor monitor = run.monitor(() -> Inputs.count(spec));
            Tally tally = run.classify(inputs, passedOver, failFast, monitor, report);
            run.finish(output);
            return run.exitCode(ExitCode.of(tally));
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.OK; // the reader has seen enough
        }
    }
}
