package io.github.wasmclassify.error;

/** The guest trapped or broke its contract: it must not be called again. */
public final class GuestException extends ClassifierException {
    private static final long serialVersionUID = 1;

    public GuestException(String message) {
        this(message, null);
    }

    public GuestException(String message, Throwable cause) {
        super(message, null, cause);
    }
}
