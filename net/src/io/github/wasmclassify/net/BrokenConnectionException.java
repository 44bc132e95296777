package io.github.wasmclassify.net;

import java.io.IOException;

/** A connection ended before the answer did. It may work when it is tried again. */
public final class BrokenConnectionException extends IOException {
    private static final long serialVersionUID = 1;

    public BrokenConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
