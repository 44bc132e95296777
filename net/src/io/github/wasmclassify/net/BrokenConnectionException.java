package io.github.wasmclassify.net;

import java.io.IOException;

/** A connection ended before the response was complete. Trying again may help. */
public final class BrokenConnectionException extends IOException {
    private static final long serialVersionUID = 1;

    public BrokenConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
