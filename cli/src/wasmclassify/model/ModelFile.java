package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import wasmclassify.error.ModelException;
import wasmclassify.file.FileBytes;
import wasmclassify.model.beside.ModelArchive;
import wasmclassify.model.beside.ModelDirectory;
import wasmclassify.model.beside.ModelFolder;

/**
 * A model file of the user's, and the files beside it.
 *
 * @param path what the user named: the model's file, or the zip archive or directory that holds it
 * @param folder what lies beside the model
 * @param name the model's own name in that folder
 * @param isPlain whether the path is that of the model itself
 */
record ModelFile(Path path, ModelFolder folder, String name, boolean isPlain) {
    static final int LARGEST_FILE = 1 << 30;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final String ENDING = "(?i).*\\.(tflite|onnx|pb)";

    /**
     * Finds the model in what the user named, without reading it.
     *
     * @param path of something that exists
     * @throws ModelException if it is an archive or a directory that holds no model, or several
     */
    static ModelFile at(Path path) {
        try {
            if (isArchive(path)) {
                return inArchive(path);
            }
            if (Files.isDirectory(path)) {
                ModelDirectory folder = new ModelDirectory(path);
                return new ModelFile(path, folder, only(path, folder.names()), false);
            }
            return new ModelFile(path, ModelDirectory.of(path), path.getFileName().toString(), true);
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

    private static ModelFile inArchive(Path path) throws IOException {
        String model = only(path, ModelArchive.all(path));
        int slash = model.lastIndexOf('/') + 1;
        return new ModelFile(path, new ModelArchive(path, model.substring(0, slash)), model.substring(slash), false);
    }

    private static String only(Path place, List<String> names) throws IOException {
        List<String> models = names.stream().filter(name -> name.matches(ENDING)).toList();
        if (models.size() == 1) {
            return models.get(0);
        }
        throw new IOException(models.isEmpty()
                ? "holds no .tflite, .onnx or .pb file"
                : "holds several models: " + String.join(", ", models.subList(0, Math.min(5, models.size()))) + "; unpack the one to use");
    }

    /** @throws IOException whose message is the reason alone */
    byte[] read() throws IOException {
        if (isPlain) {
            return FileBytes.read(path, LARGEST_FILE); // wherever the user's own link leads
        }
        return folder.read(name, LARGEST_FILE).orElseThrow(() -> new IOException("no such file"));
    }
}
