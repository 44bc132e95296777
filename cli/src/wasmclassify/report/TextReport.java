package wasmclassify.report;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import wasmclassify.classify.Classification;
import wasmclassify.classify.Prediction;

/** Writes results as lines for people. */
public final class TextReport {
    private static final String PREDICTION = "prediction: ";

    private final PrintStream out;
    private final boolean quiet;

    /** @param quiet whether to write the predictions alone */
    public TextReport(PrintStream out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    /** Writes one picture's result, at once. */
    public void add(Path file, Classification result) {
        if (!quiet) {
            out.println("predicting on file " + file);
            out.println("inference time: " + Math.round(result.inference().toNanos() / 1e6) + " ms");
        }
        String margin = PREDICTION;
        for (Prediction prediction : result.predictions()) {
            out.println(margin + line(prediction));
            margin = " ".repeat(PREDICTION.length());
        }
        out.flush();
    }

    private static String line(Prediction prediction) {
        return String.format(Locale.ROOT, "%s (confidence %.2f, index %d)", prediction.label(), prediction.score(), prediction.index());
    }
}
