package io.github.wasmclassify.error;

import java.util.Optional;

/**
 * Something that this project has to say to its user. Messages are one lower-case line that says what is wrong; the
 * file that it is about is named by whoever reports it.
 */
public abstract class ClassifierException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Remedy remedy;

    /** @param remedy null for that of the cause, if it has one */
    protected ClassifierException(String message, Remedy remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy == null && cause instanceof ClassifierException inner ? inner.remedy : remedy;
    }

    /** What a caller can change so that the same thing works; empty if nothing is known to help. */
    public final Optional<Remedy> remedy() {
        return Optional.ofNullable(remedy);
    }
}
