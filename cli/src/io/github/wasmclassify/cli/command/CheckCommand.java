package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.ClassifierPool;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.command.PictureRun.Wanted;
import io.github.wasmclassify.cli.evaluate.Check;
import io.github.wasmclassify.cli.evaluate.ClassNames;
import io.github.wasmclassify.cli.evaluate.ExpectationFile;
import io.github.wasmclassify.cli.evaluate.LabelledPicture;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.cli.report.evaluation.CheckText;
import io.github.wasmclassify.cli.report.evaluation.JUnitReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify check}: compares the classes of pictures with the expected ones. */
@Command(
        description = "Compare predictions with a table of expected labels.",
        exitCodeList = {
            ExitCode.OK_TEXT,
            "1:some pictures failed or differ from what is expected",
            ExitCode.USAGE_TEXT,
            ExitCode.UNUSABLE_TEXT,
            ExitCode.INTERNAL_TEXT,
            ExitCode.TIMED_OUT_TEXT,
            ExitCode.INTERRUPTED_TEXT
        },
        footer = {
            "  wasm-classify check expectations.csv                      print the differences",
            "  wasm-classify check expectations.csv --junit report.xml   also for a CI server"
        })
final class CheckCommand implements Callable<Integer> {
    /** The least number of classes to ask for, so that a difference can show the rank of the expected one. */
    private static final int LEAST_TOP = 5;

    @Parameters(
            paramLabel = "EXPECTATIONS.csv",
            description =
                    "A CSV table with the columns path (relative to the table), label (one of a class's names, its WordNet id or its "
                            + "index) and, optionally, min_confidence (the least score, 0 to 1) and top (the label must be among this many best "
                            + "classes; default: 1).")
    private Path file;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results to FILE as JUnit XML.")
    private Path junitFile;

    @Mixin
    private TimeLimit timeLimit;

    @Mixin
    private ModelOptions modelOptions;

    @Override
    public Integer call() {
        // quick checks come first
        Duration timeout = timeLimit.timeout();
        ExpectationFile expectations = ExpectationFile.read(file);
        int top = Math.max(LEAST_TOP, expectations.mostTop());
        boolean isOnePicture = expectations.count() == 1;
        try (PictureRun run = new PictureRun(modelOptions, isOnePicture, Wanted.top(top));
                ResultOutput output = ResultOutput.toStdout();
                ResultOutput junit = junitFile == null ? null : ResultOutput.toFile(junitFile);
                ClassifierPool pool = run.openPool(timeout);
                Stream<LabelledPicture> pictures = expectations.open(
                        new ClassNames(pool.labels()).resolve(expectations.labels()), new PassedOver())) {
            run.noteAssumptions();
            RunMonitor monitor = run.monitor(expectations::count);
            CheckText text = new CheckText(output, run.notes()::makeRoom);
            JUnitReport cases = new JUnitReport(suite(), run.facts());
            Check check = new Check(pool.labels(), junit == null ? List.of(text) : List.of(text, cases));
            Tally tally = run.classify(pictures.iterator(), new PassedOver(), false, monitor, check);
            if (junit != null) {
                cases.write(junit.stream());
                junit.commit();
            }
            text.end(check, tally);
            return run.exitCode(exitCode(tally, check.different()));
        } catch (ResultOutput.OutputClosedException e) {
            return ExitCode.SOME_FAILED; // the reader has seen enough, but not that everything is as expected
        }
    }

    /** The table's name without its extension. */
    private String suite() {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private static int exitCode(Tally tally, long different) {
        return tally.failed() == 0 && different > 0 ? ExitCode.SOME_FAILED : ExitCode.of(tally);
    }
}
