package io.github.wasmclassify.net;

import java.io.IOException;

/** A server cannot be reached: its name is unknown, or it does not answer. Trying again at once does not help. */
public final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
