package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import wasmclassify.model.labels.LabelFile;
import wasmclassify.model.labels.LabelFormatException;
import wasmclassify.model.labels.Labels;
import wasmclassify.model.labels.NamedClasses;

/** Label files that TensorFlow Lite models carry: a zip archive at the end of the model's file. */
final class PackedLabels {
    private static final int MOST_FILES = 64;

    private PackedLabels() {}

    /** What the packed text file says that has a name for each class; of several, one whose name speaks of labels. */
    static Optional<Labels> find(Path model, int classes) {
        try (ZipFile archive = new ZipFile(model.toFile())) {
            List<? extends ZipEntry> texts = archive.stream()
                    .filter(entry -> entry.getName().endsWith(".txt"))
                    .sorted(Comparator.comparing(entry -> !entry.getName().contains("label")))
                    .limit(MOST_FILES)
                    .toList();
            for (ZipEntry text : texts) {
                Optional<NamedClasses> labels = read(archive, text, model).filter(found -> found.fit(classes));
                if (labels.isPresent()) {
                    return labels.map(found -> found.forClasses(classes));
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no archive, or none that can be read: the model's file need not have one
        }
    }

    private static Optional<NamedClasses> read(ZipFile archive, ZipEntry text, Path model) throws IOException {
        try (InputStream in = archive.getInputStream(text)) {
            return Optional.of(LabelFile.parse(in.readNBytes(LabelFile.LARGEST), text.getName() + " in " + model.getFileName()));
        } catch (LabelFormatException e) {
            return Optional.empty();
        }
    }
}
