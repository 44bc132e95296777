package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.text.Printable;

/** Lines on stderr, which a progress bar on the same terminal makes room for. */
final class Notes {
    private Runnable before = () -> {};

    /** Is run before each line, to clear the terminal's last line of other things. */
    void clearFirst(Runnable clear) {
        before = clear;
    }

    void print(String line) {
        before.run();
        say(line);
    }

    /** A line where nothing else is on the terminal. */
    static void say(String line) {
        System.err.println("wasm-classify: " + Printable.of(line));
    }
}
