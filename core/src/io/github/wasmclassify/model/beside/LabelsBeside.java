package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.model.labels.LabelFile;
import io.github.wasmclassify.model.labels.LabelFormatException;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.model.labels.NamedClasses;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the names of classes in the files that exporters leave beside a model. A file is used only if it fits the
 * model's number of classes. Other files and damaged ones are ignored, because they may have nothing to do with the
 * model.
 */
public final class LabelsBeside {
    private static final Logger LOG = LoggerFactory.getLogger(LabelsBeside.class);
    /** Label files of this model; {@code *} is its name without the extension. The first that fits is used. */
    private static final List<String> OWN =
            List.of("*.txt", "*_labels.txt", "*-labels.txt", "labels_*.txt", "*.labels", "*.names", "*_labels.json");
    /** Label files for all models in the folder. */
    private static final List<String> COMMON = List.of(
            "labels.txt",
            "label.txt",
            "dict.txt",
            "classes.txt",
            "class_names.txt",
            "synset.txt",
            "labels.json",
            "signature.json",
            "config.json",
            "class_indices.json",
            "metadata.json",
            "meta.json",
            "labels.csv",
            "label_map.pbtxt");

    private LabelsBeside() {}

    /** @param model the name of its file in the folder */
    public static Optional<Labels> find(ModelFolder folder, String model, int classes) {
        String stem = model.replaceFirst("\\.[^.]*$", "");
        for (List<String> names : List.of(OWN, COMMON)) {
            for (String name : names) {
                Optional<NamedClasses> found = read(folder, name.replace("*", stem))
                        .filter(labels -> labels.fit(classes) && !labels.isPlaceholder());
                if (found.isPresent()) {
                    return found.map(labels -> labels.forClasses(classes));
                }
            }
        }
        return EdgeImpulse.labels(folder)
                .filter(labels -> labels.fit(classes))
                .map(labels -> labels.forClasses(classes));
    }

    private static Optional<NamedClasses> read(ModelFolder folder, String name) {
        try {
            return folder.read(name, LabelFile.LARGEST).map(content -> LabelFile.parse(content, name));
        } catch (IOException | LabelFormatException e) {
            LOG.debug("{} has no labels: {}", folder.title(name), e.getMessage());
            return Optional.empty();
        }
    }
}
