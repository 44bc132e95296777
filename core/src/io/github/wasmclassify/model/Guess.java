package io.github.wasmclassify.model;

/**
 * Something about a model that nobody says, so that it had to be assumed; answers are wrong where the assumption is.
 */
public enum Guess {
    /** What the network wants pixels turned into: neither its file nor anybody else says it. */
    NORMALISATION,
    /** It has as many classes as ImageNet, and names none. */
    IMAGENET_LABELS,
    /** Its classes have no names. */
    NO_LABELS
}
