package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.text.Printable;

/** Lines on stderr, which a progress bar on the same terminal makes room for. */
final class Notes {
    private Runnable clear = () -> {};

    /** @param clear clears the terminal's last line of what is shown there */
    void clearFirst(Runnable clear) {
        this.clear = clear;
    }

    /** Clears the terminal's last line for others who print there. */
    void makeRoom() {
        clear.run();
    }

    void print(String line) {
        makeRoom();
        say(line);
    }

    /** A line where nothing else is on the terminal. */
    static void say(String line) {
        System.err.println("wasm-classify: " + Printable.of(line));
    }
}
