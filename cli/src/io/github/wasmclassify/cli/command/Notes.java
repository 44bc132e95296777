package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.text.Printable;

/** Prints lines on stderr. A progress bar on the same terminal makes room for them. */
final class Notes {
    private Runnable clear = () -> {};

    /** @param clear clears the progress bar from the terminal's last line */
    void clearFirst(Runnable clear) {
        this.clear = clear;
    }

    /** Clears the progress bar so that others can print. */
    void makeRoom() {
        clear.run();
    }

    void print(String line) {
        makeRoom();
        say(line);
    }

    /** Prints a line when there is no progress bar. */
    static void say(String line) {
        System.err.println("wasm-classify: " + Printable.of(line));
    }
}
