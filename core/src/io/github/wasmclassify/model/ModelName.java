package io.github.wasmclassify.model;

import java.nio.file.Path;
import java.util.Locale;

/** Names of models: words that are safe as a folder's name on every system. */
public final class ModelName {
    private static final String FORM = "[a-z0-9][a-z0-9._-]{0,63}";

    private ModelName() {}

    /**
     * The name that a model gets from its file's: without the extension, in lower case, and with {@code -} in place of
     * other characters. It may still be none, as that of {@code .onnx}; see {@link #isOne}.
     */
    public static String ofFile(Path file) {
        Path last = file.getFileName();
        String stem = last == null ? "" : last.toString().replaceFirst("\\.[^.]*$", "");
        return stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    }

    public static boolean isOne(String name) {
        return name.matches(FORM) && !name.endsWith(".") && !name.endsWith(".lock");
    }

    /** @throws IllegalArgumentException if {@code name} is not a valid name for a model */
    public static String check(String name) {
        if (!isOne(name)) {
            throw new IllegalArgumentException(
                    "a model's name has letters a to z, digits, '-', '_' and '.', at most 64, and begins with a"
                            + " letter or digit; `" + name + "` is no such name");
        }
        return name;
    }
}
