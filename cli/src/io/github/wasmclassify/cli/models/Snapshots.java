package io.github.wasmclassify.cli.models;

/** Whether loaded models are kept for later runs. */
public final class Snapshots {
    /** The environment variable that turns them off. */
    public static final String SWITCH = "WASM_CLASSIFY_NO_SNAPSHOT";

    private Snapshots() {}

    /** True unless the environment variable has a value that is not empty. */
    public static boolean areWanted() {
        String value = System.getenv(SWITCH);
        return value == null || value.isEmpty();
    }
}
