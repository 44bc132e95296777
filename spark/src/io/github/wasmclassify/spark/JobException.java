package io.github.wasmclassify.spark;

import io.github.wasmclassify.error.ClassifierException;

/** The job's input or output is not as it must be. */
final class JobException extends ClassifierException {
    private static final long serialVersionUID = 1;

    JobException(String message) {
        this(message, null);
    }

    JobException(String message, Throwable cause) {
        super(message, null, cause);
    }
}
