package io.github.wasmclassify.error;

/** A model or its labels cannot be used. */
public final class ModelException extends ClassifierException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        this(message, null);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
