package io.github.wasmclassify.error;

/** A WebAssembly module cannot be used as the guest. */
public final class ModuleException extends ClassifierException {
    private static final long serialVersionUID = 1;

    public ModuleException(String message) {
        this(message, null);
    }

    public ModuleException(String message, Throwable cause) {
        super(message, null, cause);
    }
}
