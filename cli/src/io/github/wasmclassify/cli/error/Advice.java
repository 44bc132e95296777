package io.github.wasmclassify.cli.error;

import io.github.wasmclassify.error.ClassifierException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.Remedy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the library's exceptions into messages that name the command's options. */
public final class Advice {
    private Advice() {}

    /** The message for people: what is wrong, and what to try. */
    public static String message(ClassifierException failure) {
        return failure.getMessage()
                + failure.remedy().map(remedy -> "; " + text(remedy, failure)).orElse("");
    }

    /** The same failure of a picture, with the advice in its message. */
    public static PictureException with(PictureException failure) {
        return failure.remedy().isEmpty() ? failure : new PictureException(failure.reason(), message(failure), failure);
    }

    private static String text(Remedy remedy, ClassifierException failure) {
        return switch (remedy) {
            case KNOWN_MODEL ->
                "'wasm-classify models list' lists the models; for your own model, give its " + "file: ./model.tflite";
            case PULLED_MODEL ->
                "get it with 'wasm-classify models pull " + model(failure).orElse("NAME") + "'";
            case LONGER_TIMEOUT -> "try a larger --timeout";
            case MORE_GUEST_MEMORY -> "try a larger --max-memory";
            case MORE_GUEST_MEMORY_OR_SIMD ->
                "try a larger --max-memory, or --engine simd, which keeps the weights outside of it";
            case MORE_JAVA_MEMORY -> "try a larger heap: JAVA_TOOL_OPTIONS=-Xmx4g";
            case FITTING_LABELS -> "give the model's own labels with --labels FILE";
            case CLASS_NAMES ->
                "name them with --labels FILE, or give --labels none to see their numbers, or --labels "
                        + "pocket if it is the built-in model";
            case INPUT_SIZE -> "give it with --input-size";
            case INPUT_NODE -> "name the node that takes the picture with --input-node";
            case OUTPUT_NODE -> "name the node to read with --output-node";
            case MORE_PIXELS -> "raise it with --max-pixels";
        };
    }

    /** The options whose values may have caused the failure, likeliest first. */
    public static List<String> options(ClassifierException failure) {
        Stream<String> ofRemedy = failure.remedy().stream().flatMap(Advice::options);
        return Stream.concat(ofRemedy, model(failure).stream().map(name -> "--model"))
                .toList();
    }

    private static Stream<String> options(Remedy remedy) {
        return switch (remedy) {
            case LONGER_TIMEOUT -> Stream.of("--timeout");
            case MORE_GUEST_MEMORY, MORE_GUEST_MEMORY_OR_SIMD -> Stream.of("--max-memory");
            case MORE_PIXELS -> Stream.of("--max-pixels");
            default -> Stream.empty();
        };
    }

    private static Optional<String> model(ClassifierException failure) {
        return failure instanceof ModelException about ? about.model() : Optional.empty();
    }
}
