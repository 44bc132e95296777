package io.github.wasmclassify.error;

import java.util.Locale;

/** One picture cannot be classified; the next one can. */
public final class PictureException extends ClassifierException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why a picture cannot be classified, for counts and for programs. */
    public enum Reason {
        /** No such file, no permission, an address that does not answer. */
        UNREADABLE,
        /** The bytes are of no kind of picture that is known. */
        NOT_A_PICTURE,
        /** The picture is truncated, or contradicts its format. */
        DAMAGED,
        /** A legal picture of a sort that is not decoded. */
        UNSUPPORTED,
        /** More pixels, bytes or memory than allowed. */
        TOO_LARGE,
        /** It took longer than allowed. */
        TIMEOUT,
        /** The guest failed: a fault of this program. */
        INTERNAL;

        /** {@code not-a-picture}: as it stands in results. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public PictureException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public PictureException(Reason reason, String message, Throwable cause) {
        this(reason, message, null, cause);
    }

    public PictureException(Reason reason, String message, Remedy remedy) {
        this(reason, message, remedy, null);
    }

    /** @param remedy null for that of the cause, if it has one */
    public PictureException(Reason reason, String message, Remedy remedy, Throwable cause) {
        super(message, remedy, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
