package io.github.wasmclassify.error;

/**
 * What a caller can change so that the same thing works. The command names the option that does it; a program sets it
 * on {@code ClassifierOptions}.
 */
public enum Remedy {
    /** Give the model by its file, or by a name that is known. */
    KNOWN_MODEL,
    /** Download the model first. */
    PULLED_MODEL,
    /** Allow more time. */
    LONGER_TIMEOUT,
    /** Let the guest's memory grow larger, up to 2 GiB. */
    MORE_GUEST_MEMORY,
    /** The same, or use the simd engine, which keeps the weights outside the guest's memory. */
    MORE_GUEST_MEMORY_OR_SIMD,
    /** Start the JVM with a larger heap. */
    MORE_JAVA_MEMORY,
    /** Give the labels that belong to the model. */
    FITTING_LABELS,
    /** Name the classes, or say that numbers will do. */
    CLASS_NAMES,
    /** Say how large the model's input is. */
    INPUT_SIZE,
    /** Name the node that takes the picture. */
    INPUT_NODE,
    /** Name the node that has the scores. */
    OUTPUT_NODE,
    /** Allow pictures with more pixels. */
    MORE_PIXELS
}
