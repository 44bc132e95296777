package wasmclassify.classify;

import java.nio.file.Path;
import java.util.Optional;
import wasmclassify.model.InputRange;
import wasmclassify.model.Model;

/**
 * How to classify. Start with {@link #defaults()}.
 *
 * @param model a built-in model's name, or a model file
 * @param labels a file with a name per class; absent: chosen by the number of classes
 * @param module a WebAssembly module to run in place of the bundled one
 * @param inputRange what the model wants of its pixels; absent: the guest's choice for the format
 * @param top how many predictions to return, at least 1
 * @param maxMemory of the guest, in bytes, at most 2 GiB
 */
public record ClassifierOptions(
        String model, Optional<Path> labels, Optional<Path> module, Optional<InputRange> inputRange, int top, long maxMemory) {
    private static final long GIB = 1L << 30;

    public ClassifierOptions {
        if (top < 1) {
            throw new IllegalArgumentException("top is " + top + ", must be at least 1");
        }
        if (maxMemory < 1 || maxMemory > 2 * GIB) {
            throw new IllegalArgumentException("max memory is " + maxMemory + " bytes, must be at most 2 GiB");
        }
    }

    /** The built-in model, one prediction, 1 GiB. */
    public static ClassifierOptions defaults() {
        return new ClassifierOptions(Model.POCKET, Optional.empty(), Optional.empty(), Optional.empty(), 1, GIB);
    }

    public ClassifierOptions withModel(String model) {
        return new ClassifierOptions(model, labels, module, inputRange, top, maxMemory);
    }

    public ClassifierOptions withLabels(Path labels) {
        return new ClassifierOptions(model, Optional.of(labels), module, inputRange, top, maxMemory);
    }

    public ClassifierOptions withModule(Path module) {
        return new ClassifierOptions(model, labels, Optional.of(module), inputRange, top, maxMemory);
    }

    public ClassifierOptions withInputRange(InputRange inputRange) {
        return new ClassifierOptions(model, labels, module, Optional.of(inputRange), top, maxMemory);
    }

    public ClassifierOptions withTop(int top) {
        return new ClassifierOptions(model, labels, module, inputRange, top, maxMemory);
    }

    public ClassifierOptions withMaxMemory(long maxMemory) {
        return new ClassifierOptions(model, labels, module, inputRange, top, maxMemory);
    }
}
