package io.github.wasmclassify.model;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.FileContent;
import io.github.wasmclassify.file.FileState;
import io.github.wasmclassify.model.beside.ModelArchive;
import io.github.wasmclassify.model.beside.ModelDirectory;
import io.github.wasmclassify.model.beside.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A model file of the user's, and the files beside it.
 *
 * @param path what the user named: the model's file, or the zip archive or directory that holds it
 * @param folder the files beside the model
 * @param name the model's own name in that folder
 * @param isPlain whether the path is that of the model itself
 */
record ModelFile(Path path, ModelFolder folder, String name, boolean isPlain) {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** Files that are read. */
    private static final String READ = "(?i).*\\.(tflite|onnx|pb)";
    /** Files of other programs, which the guest names and says how to convert, where nothing beside them is read. */
    private static final String FOREIGN =
            "(?i)model\\.json|.*\\.(keras|h5|hdf5|pt|pth|safetensors|bin|mlmodel|xml|pdmodel|caffemodel|gguf)";

    private static final String SAVED_MODEL = "saved_model.pb";
    private static final String CORE_ML = "Data/com.apple.CoreML/model.mlmodel";

    /**
     * Finds the model in what the user named, without reading it.
     *
     * @param path of something that exists
     * @throws ModelException if it is an archive or a directory that holds no model, or several
     */
    static ModelFile at(Path path) {
        try {
            if (isArchive(path)) {
                Optional<ModelFile> within = inArchive(path);
                if (within.isPresent()) {
                    return within.get();
                }
            } else if (Files.isDirectory(path)) {
                return inDirectory(path);
            }
            return new ModelFile(
                    path, ModelDirectory.of(path), path.getFileName().toString(), true);
        } catch (IOException e) {
            throw new ModelException("model `" + path + "`: " + e.getMessage(), e);
        }
    }

    private static boolean isArchive(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(ZIP, in.readNBytes(ZIP.length));
        }
    }

    /** Empty if the archive holds no model that is read: it may be one itself, of another program. */
    private static Optional<ModelFile> inArchive(Path path) throws IOException {
        List<String> names = ModelArchive.all(path).stream()
                .filter(name -> !name.startsWith("__MACOSX/"))
                .toList();
        return find(names).map(model -> {
            int slash = model.lastIndexOf('/') + 1;
            return new ModelFile(
                    path, new ModelArchive(path, model.substring(0, slash)), model.substring(slash), false);
        });
    }

    private static ModelFile inDirectory(Path path) throws IOException {
        ModelDirectory folder = new ModelDirectory(path);
        List<String> names = folder.names();
        String model = find(names)
                .or(() -> names.stream().filter(name -> name.matches(FOREIGN)).findFirst())
                .or(() -> Optional.of(CORE_ML).filter(name -> Files.exists(path.resolve(name))))
                .orElseThrow(() -> new IOException("is a directory without a .tflite, .onnx or .pb file"));
        return new ModelFile(path, folder, model, false);
    }

    /** The one model that is read; of several that a SavedModel brings, its own file. */
    private static Optional<String> find(List<String> names) throws IOException {
        Optional<String> savedModel = names.stream()
                .filter(name -> name.equals(SAVED_MODEL) || name.endsWith("/" + SAVED_MODEL))
                .findFirst();
        List<String> models = names.stream().filter(name -> name.matches(READ)).toList();
        if (savedModel.isEmpty() && models.size() > 1) {
            throw new IOException("contains several models; name one of them: "
                    + String.join(", ", models.subList(0, Math.min(5, models.size()))));
        }
        return savedModel.or(() -> models.stream().findFirst());
    }

    /** @throws IOException whose message is the reason alone */
    FileContent content() throws IOException {
        if (isPlain) {
            return FileContent.of(path, Model.LARGEST_FILE); // wherever the user's own link leads
        }
        return folder.content(name, Model.LARGEST_FILE).orElseThrow(() -> new IOException("no such file"));
    }

    /** What tells whether it is still the same. */
    FileState state() throws IOException {
        return isPlain ? FileState.of(path) : folder.state(name);
    }
}
