package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.cli.bench.Bench;
import io.github.wasmclassify.cli.bench.BenchReport;
import io.github.wasmclassify.cli.bench.Picture;
import io.github.wasmclassify.cli.bench.SamplePicture;
import io.github.wasmclassify.cli.error.Advice;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.image.PictureFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wasm-classify bench}: measures how fast pictures are classified here. */
@Command(
        description = "Measure how fast this machine classifies pictures.",
        footer = {
            "  wasm-classify bench",
            "  wasm-classify bench --model mobilenet-v2 --engine simd --threads 1 --json photo.jpg"
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "PICTURE",
            description = "Pictures to classify in turn (default: a generated one).")
    private List<Path> files = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of runs to measure, one picture each (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "100",
            description = "Warm-up runs before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUpRuns;

    @Option(names = "--profile", description = "Also show the time of each layer.")
    private boolean profile;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ModelOptions modelOptions;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Instant begun = Instant.now();
        requireRange("--runs", runs, 1);
        requireRange("--warm-up", warmUpRuns, 0);
        ClassifierOptions options = modelOptions.toClassifierOptions(modelOptions.threads());
        ClassifierOptions optionsOfMany = modelOptions.toClassifierOptions(1);
        try {
            List<Picture> pictures = files.isEmpty()
                    ? List.of(SamplePicture.make())
                    : files.stream().map(BenchCommand::read).toList();
            BenchReport report = new Bench(options, optionsOfMany, pictures, warmUpRuns, runs, profile).run(begun);
            System.out.print(json ? report.toJson() : report.toText());
            return ExitCode.OK;
        } catch (PictureException e) {
            Notes.say(Advice.message(e));
            return ExitCode.SOME_FAILED;
        }
    }

    private static Picture read(Path file) {
        try {
            return new Picture(file.toString(), PictureFile.read(file));
        } catch (PictureException e) {
            throw new PictureException(e.reason(), file + ": " + e.getMessage(), e);
        }
    }

    private void requireRange(String option, int value, int smallest) {
        boolean isWithin = value >= smallest && value <= 1_000_000;
        UsageError.require(isWithin, command, option, "from " + smallest + " to 1000000", value);
    }
}
