package wasmclassify.error;

/** One picture cannot be classified; the next one can. */
public final class PictureException extends ClassifierException {
    private static final long serialVersionUID = 1;

    public PictureException(String message) {
        this(message, null);
    }

    public PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
