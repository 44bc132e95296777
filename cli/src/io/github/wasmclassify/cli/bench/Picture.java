package io.github.wasmclassify.cli.bench;

/**
 * Something to classify.
 *
 * @param name for messages
 * @param file the whole picture file
 */
public record Picture(String name, byte[] file) {}
