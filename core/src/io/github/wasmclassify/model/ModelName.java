package io.github.wasmclassify.model;

/** Names of models: words that are safe as a folder's name on every system. */
public final class ModelName {
    private static final String FORM = "[a-z0-9][a-z0-9._-]{0,63}";

    private ModelName() {}

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
