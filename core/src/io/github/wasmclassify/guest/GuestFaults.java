package io.github.wasmclassify.guest;

import io.github.wasmclassify.error.ClassifierException;
import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.error.Remedy;

/** Turns the guest's error codes into exceptions. */
final class GuestFaults {
    // error kinds, wasm/src/error.rs
    private static final int BAD_ARGUMENT = -1;
    private static final int BAD_MODEL = -2;
    private static final int DAMAGED_PICTURE = -3;
    private static final int OUT_OF_MEMORY = -4;
    private static final int NOT_A_PICTURE = -6;
    private static final int UNSUPPORTED_PICTURE = -7;
    private static final int TOO_LARGE_PICTURE = -8;

    private static final String JAVA_IS_FULL = "needs more memory than Java has";

    private final GuestHeap heap;
    private final boolean hasKernels;
    private final long memoryLimit;

    /**
     * @param hasKernels whether the host has the weights
     * @param memoryLimit of the guest, in bytes
     */
    GuestFaults(GuestHeap heap, boolean hasKernels, long memoryLimit) {
        this.heap = heap;
        this.hasKernels = hasKernels;
        this.memoryLimit = memoryLimit;
    }

    /** The exception for a call that returned an error code, or a number that makes no sense. */
    ClassifierException failure(String export, int result) {
        return switch (result) {
            case BAD_MODEL -> new ModelException(lastError(), lastRemedy());
            case BAD_ARGUMENT -> badArgument(export, result);
            case DAMAGED_PICTURE -> new PictureException(Reason.DAMAGED, lastError());
            case NOT_A_PICTURE -> new PictureException(Reason.NOT_A_PICTURE, lastError());
            case UNSUPPORTED_PICTURE -> new PictureException(Reason.UNSUPPORTED, lastError());
            case TOO_LARGE_PICTURE -> new PictureException(Reason.TOO_LARGE, lastError(), lastRemedy());
            case OUT_OF_MEMORY -> isLoading(export) ? modelTooLarge() : pictureTooLarge();
            default -> broken(export, result);
        };
    }

    private ClassifierException badArgument(String export, int result) {
        return switch (export) {
            case "model_load" -> new ModelException(lastError()); // an option that this model cannot use
            case "classify_values" -> new PictureException(Reason.DAMAGED, lastError());
            default -> broken(export, result);
        };
    }

    private GuestException broken(String export, int result) {
        return new GuestException("the guest failed in " + export + " (" + result + "): " + lastError());
    }

    private static boolean isLoading(String export) {
        return export.equals("model_load");
    }

    /** Null if the guest suggests none, or is too old to do so. */
    private Remedy lastRemedy() {
        String option = heap.has("last_error_option") ? heap.string(heap.call("last_error_option")) : "";
        return switch (option) {
            case "input_size" -> Remedy.INPUT_SIZE;
            case "input" -> Remedy.INPUT_NODE;
            case "output" -> Remedy.OUTPUT_NODE;
            case "max_pixels" -> Remedy.MORE_PIXELS;
            default -> null;
        };
    }

    private String lastError() {
        return heap.string(heap.call("last_error"));
    }

    /** The model needs more memory than there is. If Java is what lacks it, the cause is Java's error. */
    ModelException modelTooLarge() {
        Remedy inGuest = hasKernels ? Remedy.MORE_GUEST_MEMORY : Remedy.MORE_GUEST_MEMORY_OR_SIMD;
        return heap.memory()
                .javaLimit()
                .map(GuestFaults::javaIsFull)
                .orElseGet(() -> new ModelException(guestIsFull(), inGuest));
    }

    /** The model's guest needs more memory than Java has. */
    static ModelException javaIsFull(OutOfMemoryError limit) {
        return new ModelException(JAVA_IS_FULL, Remedy.MORE_JAVA_MEMORY, limit);
    }

    /** The same of a picture. */
    PictureException pictureTooLarge() {
        return heap.memory()
                .javaLimit()
                .map(limit -> new PictureException(Reason.TOO_LARGE, JAVA_IS_FULL, Remedy.MORE_JAVA_MEMORY, limit))
                .orElseGet(() -> new PictureException(Reason.TOO_LARGE, guestIsFull(), Remedy.MORE_GUEST_MEMORY));
    }

    private String guestIsFull() {
        return "does not fit into the guest's memory of " + (memoryLimit >> 20) + " MiB";
    }
}
