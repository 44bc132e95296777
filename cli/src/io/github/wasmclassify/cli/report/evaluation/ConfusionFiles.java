package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.evaluate.Confusion;
import io.github.wasmclassify.model.labels.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files for a confusion matrix. They are created before a run, so that it does not fail at the end. */
public final class ConfusionFiles implements AutoCloseable {
    private final List<ConfusionFile> files = new ArrayList<>();

    private ConfusionFiles() {}

    /** @throws OutputException if one of them cannot be created; then none is left behind */
    public static ConfusionFiles create(List<Path> targets) {
        ConfusionFiles matrices = new ConfusionFiles();
        try {
            targets.forEach(target -> matrices.files.add(ConfusionFile.create(target)));
            return matrices;
        } catch (OutputException e) {
            matrices.close();
            throw e;
        }
    }

    /** @throws OutputException if a file cannot be written */
    public void write(Confusion confusion, Labels labels) {
        files.forEach(file -> file.write(confusion, labels));
    }

    @Override
    public void close() {
        files.forEach(ConfusionFile::close);
    }
}
