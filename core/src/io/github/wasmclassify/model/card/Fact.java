package io.github.wasmclassify.model.card;

import java.io.Serializable;

/**
 * One fact about a model.
 *
 * @param value as text, in the form that {@link CardField} asks for
 * @param origin where it comes from, for display: an option, a file, the catalogue, ...
 */
public record Fact(String value, String origin) implements Serializable {}
