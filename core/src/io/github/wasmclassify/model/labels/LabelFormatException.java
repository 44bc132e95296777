package io.github.wasmclassify.model.labels;

/** A text is no label file, or a damaged one. The message is the reason alone; the caller adds the file's name. */
public final class LabelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LabelFormatException(String message) {
        super(message);
    }

    LabelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
