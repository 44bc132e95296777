package io.github.wasmclassify.server.classify;

/**
 * A picture that a request brings.
 *
 * @param name of its file; {@code -} where it has none
 * @param file the whole file
 */
record SentPicture(String name, byte[] file) {
    static final String NO_NAME = "-";
}
