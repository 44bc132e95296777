package io.github.wasmclassify.error;

/**
 * Something that this project has to say to its user. Messages are one lower-case line that says what is wrong and,
 * where that helps, what to try; the file that it is about is named by whoever reports it.
 */
public abstract class ClassifierException extends RuntimeException {
    private static final long serialVersionUID = 1;

    protected ClassifierException(String message, Throwable cause) {
        super(message, cause);
    }
}
