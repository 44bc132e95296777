package io.github.wasmclassify.cli.command;

/** Whether loaded models are kept for later runs. */
final class Snapshots {
    private static final String SWITCH = "WASM_CLASSIFY_NO_SNAPSHOT";

    private Snapshots() {}

    /** Unless the environment says no: any value of the variable but an empty one does. */
    static boolean areWanted() {
        String value = System.getenv(SWITCH);
        return value == null || value.isEmpty();
    }
}
