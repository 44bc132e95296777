package wasmclassify.command;

/** Lines on stderr, which a progress bar on the same terminal makes room for. */
final class Notes {
    private Runnable before = () -> {};

    /** Is run before each line, to clear the terminal's last line of other things. */
    void clearFirst(Runnable clear) {
        before = clear;
    }

    void print(String line) {
        before.run();
        System.err.println("wasm-classify: " + line);
    }
}
