package wasmclassify.command;

import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wasmclassify.classify.ClassifierOptions;
import wasmclassify.classify.ClassifierPool;
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
        int threads = modelOptions.threads();
        boolean single = operands.size() == 1 && !Files.isDirectory(operands.get(0));
        int guests = single ? 1 : threads;
        ClassifierOptions options = single ? modelOptions.forOnePicture() : modelOptions.toClassifierOptions(1);
        try (ClassifierPool pool = ClassifierPool.open(options, guests)) {
            var predictions = new OrderedPredictions(pool, guests, report, failures);
            operands.forEach(operand -> addAll(operand, predictions));
            predictions.finish();
        }
        return failures.any() ? ExitCode.SOME_FAILED : ExitCode.OK;
    }

    private static void addAll(Path operand, OrderedPredictions predictions) {
        try {
            PictureFiles.of(operand).forEach(predictions::add);
        } catch (PictureException e) {
            predictions.addFailure(operand, e);
        }
    }
}
