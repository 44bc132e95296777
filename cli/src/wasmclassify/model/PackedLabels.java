package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Label files that TensorFlow Lite models carry: a zip archive at the end of the model's file. */
final class PackedLabels {
    private static final int LARGEST_FILE = 16 << 20;
    private static final int MOST_FILES = 64;

    private PackedLabels() {}

    /** The packed text file with a line for each class; of several, one whose name speaks of labels. */
    static Optional<Labels> find(Path model, int classes) {
        try (ZipFile archive = new ZipFile(model.toFile())) {
            List<? extends ZipEntry> texts = archive.stream()
                    .filter(entry -> entry.getName().endsWith(".txt"))
                    .sorted(Comparator.comparing(entry -> !entry.getName().contains("label")))
                    .limit(MOST_FILES)
                    .toList();
            for (ZipEntry text : texts) {
                Optional<Labels> labels = read(archive, text, model).filter(found -> found.names().size() == classes);
                if (labels.isPresent()) {
                    return labels;
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no archive, or none that can be read: the model's file need not have one
        }
    }

    private static Optional<Labels> read(ZipFile archive, ZipEntry text, Path model) throws IOException {
        try (InputStream in = archive.getInputStream(text)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE);
            return Optional.of(new Labels(text.getName() + " in " + model.getFileName(), Labels.lines(bytes)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
