package io.github.wasmclassify.spark;

/** Lines on stderr. */
final class JobNotes {
    private JobNotes() {}

    /** Control characters, which may come from names of files, are shown as spaces. */
    static void say(String line) {
        System.err.println("wasm-classify: " + line.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", " "));
    }
}
