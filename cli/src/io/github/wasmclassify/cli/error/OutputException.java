package io.github.wasmclassify.cli.error;

import io.github.wasmclassify.error.ClassifierException;

/** Results cannot be written where the user wants them. */
public final class OutputException extends ClassifierException {
    private static final long serialVersionUID = 1;

    public OutputException(String message) {
        this(message, null);
    }

    public OutputException(String message, Throwable cause) {
        super(message, null, cause);
    }
}
