package io.github.wasmclassify.model.card;

/**
 * One thing that is known of a model.
 *
 * @param value as text, in the form that {@link CardField} asks for
 * @param origin who says so, for people: an option, a file, the catalogue, ...
 */
public record Fact(String value, String origin) {}
