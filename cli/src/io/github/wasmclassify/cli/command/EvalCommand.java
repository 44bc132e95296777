package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Batch;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.evaluate.ClassNames;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.cli.evaluate.LabelledPicture;
import io.github.wasmclassify.cli.evaluate.LabelledPictures;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.Format;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.evaluation.ConfusionFile;
import io.github.wasmclassify.cli.report.evaluation.EvaluationReport;
import io.github.wasmclassify.cli.report.evaluation.EvaluationText;
import io.github.wasmclassify.result.RunFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code wasm-classify eval}: measures how often a model is right about pictures of which it is known what they show.
 */
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

    @Mixin
    private Verbosity verbosity;

    @Override
    public Integer call() {
        verbosity.apply();
        // what is quick to check comes first
        Duration timeout = timeLimit.timeout();
        LabelledPictures labelled = LabelledPictures.of(source);
        List<ConfusionFile> matrices = new ArrayList<>();
        PassedOver passedOver = new PassedOver();
        try (Interruption interruption = new Interruption();
                ResultOutput output = ResultOutput.toStdout();
                ClassifierPool pool = openPool(timeout, matrices);
                Stream<LabelledPicture> pictures =
                        labelled.open(new ClassNames(pool.labels()).resolve(labelled.labels()), passedOver)) {
            Evaluation evaluation = new Evaluation();
            Notes notes = new Notes();
            ModelNotes.of(modelOptions.model(), pool.model()).forEach(notes::print);
            RunMonitor monitor = RunMonitor.withProgress(notes, labelled::count);
            Tally tally = new Batch(pool, 0, false, interruption.stop(), List.of(monitor, evaluation))
                    .run(pictures.iterator(), passedOver);
            modelOptions.shortage(pool, false).ifPresent(notes::print);
            RunFacts facts = RunFacts.of(modelOptions.model(), pool);
            try {
                print(output, EvaluationReport.of(format, evaluation, tally, pool.labels(), facts));
            } finally { // also where nobody reads that
                for (ConfusionFile matrix : matrices) {
                    matrix.write(evaluation.confusion(), pool.labels());
                }
            }
            if (format == Format.CSV || format == Format.TSV) {
                System.err.print(EvaluationText.overall(evaluation, tally)); // for which these have no place
            }
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : ExitCode.of(tally);
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.OK; // whoever reads has seen enough
        } finally {
            matrices.forEach(ConfusionFile::close);
        }
    }

    /** @param matrices to which the files for the confusion matrix are added, made before anything takes long */
    private ClassifierPool openPool(Duration timeout, List<ConfusionFile> matrices) {
        confusionFiles.forEach(file -> matrices.add(ConfusionFile.create(file)));
        return modelOptions.openPool(false, timeout, Evaluation.TOP, 0, 0);
    }

    private static void print(ResultOutput output, String text) {
        output.stream().print(text);
        output.flush();
    }
}
