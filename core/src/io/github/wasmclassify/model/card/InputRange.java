package io.github.wasmclassify.model.card;

import java.util.stream.Stream;

/** The range to which pixel values 0 to 255 are scaled. */
public enum InputRange {
    ZERO_TO_ONE("0..1"),
    MINUS_ONE_TO_ONE("-1..1"),
    BYTES("0..255");

    private final String text;

    InputRange(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is none of the ranges */
    public static InputRange parse(String text) {
        return Stream.of(values())
                .filter(range -> range.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected 0..1, -1..1 or 0..255, not " + text));
    }

    /** As it is written on the command line and in the guest's options. */
    @Override
    public String toString() {
        return text;
    }
}
