package io.github.wasmclassify.cli.error;

import io.github.wasmclassify.error.ClassifierException;

/** What the user named as input cannot be used at all. */
public final class InputException extends ClassifierException {
    private static final long serialVersionUID = 1;

    public InputException(String message) {
        this(message, null);
    }

    public InputException(String message, Throwable cause) {
        super(message, null, cause);
    }
}
