package wasmclassify.command;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import wasmclassify.classify.ClassifierOptions;
import wasmclassify.model.InputRange;

/** The options of every command that runs a model. */
final class ModelOptions {
    @Option(names = "--model", paramLabel = "NAME|FILE", defaultValue = "pocket",
            description = "A built-in model or a model file: ${DEFAULT-VALUE} unless given. Built in: pocket.")
    private String model;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "Names of the classes, one a line. Unless given, chosen by the number of classes: 200, 1000 or 1001.")
    private Path labels;

    @Option(names = "--input-range", paramLabel = "RANGE", converter = InputRangeConverter.class,
            description = "What the model wants a pixel's 0 to 255 turned into: 0..1, -1..1 or 0..255. Unless given, the usual one for the model's format.")
    private InputRange inputRange;

    @Option(names = "--top", paramLabel = "K", defaultValue = "1",
            description = "Print the best K classes (${DEFAULT-VALUE} unless given).")
    private int top;

    @Option(names = "--wasm", paramLabel = "FILE",
            description = "Run this WebAssembly module in place of the bundled one.")
    private Path module;

    @Option(names = "--max-memory", paramLabel = "MIB", defaultValue = "1024",
            description = "The module's memory may grow to this many MiB, at most 2048 (${DEFAULT-VALUE} unless given).")
    private int maxMemory;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException if a value is out of its range */
    ClassifierOptions toClassifierOptions() {
        if (top < 1) {
            throw new ParameterException(command.commandLine(), "--top must be at least 1, not " + top);
        }
        if (maxMemory < 1 || maxMemory > 2048) {
            throw new ParameterException(command.commandLine(), "--max-memory must be from 1 to 2048, not " + maxMemory);
        }
        ClassifierOptions options = ClassifierOptions.defaults().withModel(model).withTop(top).withMaxMemory((long) maxMemory << 20);
        if (labels != null) {
            options = options.withLabels(labels);
        }
        if (module != null) {
            options = options.withModule(module);
        }
        if (inputRange != null) {
            options = options.withInputRange(inputRange);
        }
        return options;
    }

    private static final class InputRangeConverter implements ITypeConverter<InputRange> {
        @Override
        public InputRange convert(String text) {
            try {
                return InputRange.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
