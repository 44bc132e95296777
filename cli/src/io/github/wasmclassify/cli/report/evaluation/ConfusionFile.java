package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.evaluate.Confusion;
import io.github.wasmclassify.cli.report.ResultOutput;
import io.github.wasmclassify.model.labels.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A file for a confusion matrix: a table if its name ends in {@code .csv}, a picture if it ends in {@code .png}. */
public final class ConfusionFile implements AutoCloseable {
    private final ResultOutput output;
    private final boolean isPicture;

    private ConfusionFile(ResultOutput output, boolean isPicture) {
        this.output = output;
        this.isPicture = isPicture;
    }

    /**
     * Makes sure that the file can be written later.
     *
     * @throws OutputException if it cannot
     */
    public static ConfusionFile create(Path target) {
        String name = target.toString().toLowerCase(Locale.ROOT);
        boolean isPicture = name.endsWith(".png");
        if (!isPicture && !name.endsWith(".csv")) {
            throw new OutputException(
                    "cannot write " + target + ": the name must end in .csv (a table) or .png (an image)");
        }
        if (isPicture) {
            ConfusionImage.requireFonts();
        }
        return new ConfusionFile(ResultOutput.toFile(target), isPicture);
    }

    /** @throws OutputException if the file cannot be written */
    public void write(Confusion confusion, Labels labels) {
        try {
            if (isPicture) {
                ImageIO.setUseCache(false); // on disk
                ImageIO.write(ConfusionImage.draw(confusion, labels), "png", output.stream());
            } else {
                ConfusionTable.write(confusion, labels, output.stream());
            }
            output.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a PrintStream throws none
        }
    }

    @Override
    public void close() {
        output.close();
    }
}
