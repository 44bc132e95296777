package io.github.wasmclassify.model;

/**
 * A fact about a model that nothing states, so that it had to be assumed. If the assumption is wrong, so are the
 * answers.
 */
public enum Guess {
    /** How pixels are scaled: neither the model's file nor anything else states it. */
    NORMALISATION,
    /** It has as many classes as ImageNet, and names none. */
    IMAGENET_LABELS,
    /** Its classes have no names. */
    NO_LABELS
}
