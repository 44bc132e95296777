package wasmclassify.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import wasmclassify.error.ModelException;
import wasmclassify.file.FileBytes;

/** A model file: one that is built in, by its name, or one of the user's. */
public final class Model {
    /** The name of the model that is built in. */
    public static final String POCKET = "pocket";

    private static final int LARGEST_FILE = 1 << 30;

    private final String name;
    private final boolean builtIn;

    private Model(String name, boolean builtIn) {
        this.name = name;
        this.builtIn = builtIn;
    }

    /**
     * Finds a model, without reading it.
     *
     * @param nameOrFile a built-in model's name, or a file; a name wins, so write {@code ./pocket} for a file of that name
     * @throws ModelException if there is neither
     */
    public static Model find(String nameOrFile) {
        if (nameOrFile.equals(POCKET)) {
            return new Model(nameOrFile, true);
        }
        if (!exists(nameOrFile)) {
            throw new ModelException("no model or file is named `" + nameOrFile + "`; the models are: " + POCKET
                    + "; for a model of your own give its file, as in --model ./model.pb");
        }
        return new Model(nameOrFile, false);
    }

    private static boolean exists(String file) {
        try {
            return Files.exists(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    public String name() {
        return name;
    }

    /** The whole file. */
    public byte[] read() {
        try {
            return builtIn ? readResource() : FileBytes.read(Path.of(name), LARGEST_FILE);
        } catch (IOException e) {
            throw new ModelException("model `" + name + "`: " + e.getMessage(), e);
        }
    }

    private byte[] readResource() throws IOException {
        try (InputStream in = Model.class.getResourceAsStream(name + ".pb")) {
            return in.readAllBytes();
        }
    }

    /**
     * The labels for a model that comes without any, told by its number of classes: 200 are those of the built-in model, 1,000 are
     * ImageNet's and 1,001 are ImageNet's after one for the background.
     *
     * @throws ModelException if it is another number
     */
    public Labels defaultLabels(int classes) {
        return switch (classes) {
            case 200 -> Labels.bundled("pocket.txt");
            case 1000 -> Labels.bundled("imagenet.txt").withoutFirst();
            case 1001 -> Labels.bundled("imagenet.txt");
            default -> throw new ModelException("model `" + name + "` has " + classes
                    + " classes, for which no labels are built in; give them with --labels FILE");
        };
    }
}
