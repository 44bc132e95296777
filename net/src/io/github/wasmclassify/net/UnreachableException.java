package io.github.wasmclassify.net;

import java.io.IOException;

/** There is no connection to a server: its name is not known, or nobody answers. Trying again at once does not help. */
public final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
