package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.command.PictureRun.Wanted;
import io.github.wasmclassify.cli.evaluate.ClassNames;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.cli.evaluate.LabelledPicture;
import io.github.wasmclassify.cli.evaluate.LabelledPictures;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.Format;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.evaluation.ConfusionFiles;
import io.github.wasmclassify.cli.report.evaluation.EvaluationReport;
import io.github.wasmclassify.cli.report.evaluation.EvaluationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify eval}: measures how often a model is right about pictures whose classes are known. */
@Command(
        description = "Measure a model's accuracy on labelled pictures.",
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
            "  wasm-classify eval photos                          photos/ has a folder for each class",
            "  wasm-classify eval photos --confusion matrix.png   draw the confusion matrix"
        })
final class EvalCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIRECTORY|CSV",
            description =
                    "A directory with a folder of pictures for each class, named after the class (one of its names, its WordNet id or "
                            + "its index); or a CSV table with the columns path and label, as for 'wasm-classify check'.")
    private Path source;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Output format: text (default), json, jsonl, csv or tsv.")
    private Format format;

    @Option(
            names = "--confusion",
            paramLabel = "FILE",
            description =
                    "Also write the confusion matrix to FILE: as a table if its name ends in .csv, as an image if it ends in .png. "
                            + "Can be repeated.")
    private List<Path> confusionFiles = List.of();

    @Mixin
    private TimeLimit timeLimit;

    @Mixin
    private ModelOptions modelOptions;

    @Override
    public Integer call() {
        // quick checks come first
        Duration timeout = timeLimit.timeout();
        LabelledPictures labelled = LabelledPictures.of(source);
        PassedOver passedOver = new PassedOver();
        try (PictureRun run = new PictureRun(modelOptions, false, Wanted.top(Evaluation.TOP));
                ResultOutput output = ResultOutput.toStdout();
                ConfusionFiles matrices = ConfusionFiles.create(confusionFiles);
                ClassifierPool pool = run.openPool(timeout);
                Stream<LabelledPicture> pictures =
                        labelled.open(new ClassNames(pool.labels()).resolve(labelled.labels()), passedOver)) {
            run.noteAssumptions();
            Evaluation evaluation = new Evaluation();
            Tally tally =
                    run.classify(pictures.iterator(), passedOver, false, run.monitor(labelled::count), evaluation);
            try {
                print(output, EvaluationReport.of(format, evaluation, tally, pool.labels(), run.facts()));
            } finally { // also where nobody reads that
                matrices.write(evaluation.confusion(), pool.labels());
            }
            if (format == Format.CSV || format == Format.TSV) {
                System.err.print(EvaluationText.overall(evaluation, tally)); // for which these have no place
            }
            return run.exitCode(ExitCode.of(tally));
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.OK; // the reader has seen enough
        }
    }

    private static void print(ResultOutput output, String text) {
        output.stream().print(text);
        output.flush();
    }
}
