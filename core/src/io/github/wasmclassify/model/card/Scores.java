package io.github.wasmclassify.model.card;

import java.util.Arrays;
import java.util.Locale;

/** What the numbers are that a network computes for a picture, as {@code wasm/src/describe.rs} names it. */
public enum Scores {
    /** The guest adds a softmax, which the network lacks. */
    SOFTMAX_ADDED,
    /** The guest applies a softmax to a picture's scores that are no probabilities. */
    SOFTMAX_IF_NEEDED,
    PROBABILITIES,
    /** One probability p, given as the two classes 1-p and p. */
    BINARY,
    /** Each class has a probability of its own, so that a picture can be of several. */
    INDEPENDENT,
    /** Values before the last layer, which are no scores. */
    FEATURES,
    /** The guest does not say. */
    UNKNOWN;

    static Scores parse(String name) {
        return Arrays.stream(values())
                .filter(scores -> scores.toString().equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** As the guest writes it: {@code softmax-if-needed}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
