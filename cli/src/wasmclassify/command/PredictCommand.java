package wasmclassify.command;

import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wasmclassify.classify.Classifier;
import wasmclassify.error.PictureException;
import wasmclassify.image.PictureFiles;
import wasmclassify.report.TextReport;

/** {@code wasm-classify predict}: says what pictures show. */
@Command(name = "predict", description = "Say what pictures show.")
final class PredictCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE|DIRECTORY",
            description = "Pictures (JPEG, PNG, GIF, WebP, BMP), and directories to take the pictures of.")
    private List<Path> operands;

    @Option(names = "--quiet", description = "Print the predictions alone: no paths, no times.")
    private boolean quiet;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private Verbosity verbosity;

    @Override
    public Integer call() {
        verbosity.apply();
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8);
        TextReport report = new TextReport(out, quiet);
        Failures failures = new Failures();
        try (Classifier classifier = Classifier.open(modelOptions.toClassifierOptions())) {
            for (Path operand : operands) {
                predictAll(operand, classifier, report, failures);
            }
        }
        return failures.any() ? ExitCode.SOME_FAILED : ExitCode.OK;
    }

    private static void predictAll(Path operand, Classifier classifier, TextReport report, Failures failures) {
        try {
            for (Path file : PictureFiles.of(operand)) {
                predict(file, classifier, report, failures);
            }
        } catch (PictureException e) {
            failures.add(operand, e);
        }
    }

    private static void predict(Path file, Classifier classifier, TextReport report, Failures failures) {
        try {
            report.add(file, classifier.classify(file));
        } catch (PictureException e) {
            failures.add(file, e);
        }
    }
}
