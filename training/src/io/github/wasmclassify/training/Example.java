package io.github.wasmclassify.training;

/**
 * A picture to learn from.
 *
 * @param name for people
 * @param label its class, from 0 on
 * @param embedding what the base model makes of it
 */
public record Example(String name, int label, Embedding embedding) {}
