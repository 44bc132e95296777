package io.github.wasmclassify.image;

/**
 * A picture file is cut short, contradicts itself or is of a kind that Java decodes in its own way: it is the guest's.
 */
final class UnfitPictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitPictureException(String message) {
        super(message);
    }

    UnfitPictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
