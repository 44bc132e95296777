package io.github.wasmclassify.error;

import java.util.Optional;

/** A model or its labels cannot be used. */
public final class ModelException extends ClassifierException {
    private static final long serialVersionUID = 1;

    private final String model;

    public ModelException(String message) {
        this(message, (Throwable) null);
    }

    public ModelException(String message, Throwable cause) {
        this(null, message, null, cause);
    }

    public ModelException(String message, Remedy remedy, Throwable cause) {
        this(null, message, remedy, cause);
    }

    public ModelException(String message, Remedy remedy) {
        this(null, message, remedy, null);
    }

    private ModelException(String model, String message, Remedy remedy, Throwable cause) {
        super(message, remedy, cause);
        this.model = model;
    }

    /**
     * About a model of a name.
     *
     * @param message names the model, too
     * @param remedy null for that of the cause, if it has one
     */
    public static ModelException of(String model, String message, Remedy remedy, Throwable cause) {
        return new ModelException(model, message, remedy, cause);
    }

    /**
     * The model that it is about, by the name that the caller gave it; empty if it is about labels, cards or a
     * catalogue.
     */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }
}
