package io.github.wasmclassify.model;

import java.util.Optional;

/**
 * The model that is used by default.
 *
 * @param name a model's name or a file
 * @param reason why it is the default, for display
 */
public record DefaultModel(String name, String reason) {
    private static final String BUILT_IN = "built in";

    public static final String VARIABLE = "WASM_CLASSIFY_MODEL";

    /** The model from the environment, else the one chosen with {@code models use}, else the built-in one. */
    public static DefaultModel find() {
        Optional<String> variable = Optional.ofNullable(System.getenv(VARIABLE)).filter(name -> !name.isBlank());
        return variable.map(name -> new DefaultModel(name, "of " + VARIABLE))
                .or(() -> UserFiles.ofUser()
                        .chosenModel()
                        .map(name -> new DefaultModel(name, "chosen with 'models use'")))
                .orElseGet(() -> new DefaultModel(Model.POCKET, BUILT_IN));
    }

    /** Whether nothing else was chosen. */
    public boolean isBuiltIn() {
        return reason.equals(BUILT_IN);
    }
}
