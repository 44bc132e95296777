package io.github.wasmclassify.cli.models;

/** Whether loaded models are kept for later runs. */
public final class Snapshots {
    /** The environment variable that turns them off. */
    public static final String SWITCH = "WASM_CLASSIFY_NO_SNAPSHOT";

    private Snapshots() {}

    /** Unless the environment says no: any value of the variable but an empty one does. */
    public static boolean areWanted() {
        String value = System.getenv(SWITCH);
        return value == null || value.isEmpty();
    }
}
