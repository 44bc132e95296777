package io.github.wasmclassify.model;

import io.github.wasmclassify.model.labels.LabelFile;
import io.github.wasmclassify.model.labels.LabelFormatException;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.model.labels.NamedClasses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Label files that TensorFlow Lite models carry: a zip archive at the end of the model's file. */
final class PackedLabels {
    private static final int MOST_FILES = 64;
    /** Of all files together, unpacked: a small archive can hold any amount. */
    private static final int MOST_BYTES = 2 * LabelFile.LARGEST;

    private PackedLabels() {}

    /**
     * The names from the packed text file that has one for each class; of several files, one that is named after
     * labels.
     */
    static Optional<Labels> find(Path model, int classes) {
        try (ZipFile archive = new ZipFile(model.toFile())) {
            List<? extends ZipEntry> texts = archive.stream()
                    .filter(entry -> entry.getName().endsWith(".txt"))
                    .sorted(Comparator.comparing(entry -> !entry.getName().contains("label")))
                    .limit(MOST_FILES)
                    .toList();
            int left = MOST_BYTES;
            for (ZipEntry text : texts) {
                byte[] content = content(archive, text, Math.min(left, LabelFile.LARGEST));
                left -= content.length;
                Optional<NamedClasses> labels = parse(content, text.getName() + " in " + model.getFileName())
                        .filter(found -> found.fit(classes));
                if (labels.isPresent()) {
                    return labels.map(found -> found.forClasses(classes));
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no archive, or none that can be read: the model's file need not have one
        }
    }

    /** Empty, as no label file is, where it is larger. */
    private static byte[] content(ZipFile archive, ZipEntry text, int limit) throws IOException {
        if (text.getSize() > limit) {
            return new byte[0];
        }
        try (InputStream in = archive.getInputStream(text)) {
            return in.readNBytes(limit);
        }
    }

    private static Optional<NamedClasses> parse(byte[] content, String source) {
        try {
            return Optional.of(LabelFile.parse(content, source));
        } catch (LabelFormatException e) {
            return Optional.empty();
        }
    }
}
