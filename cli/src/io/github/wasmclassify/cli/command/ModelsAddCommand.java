package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.cli.models.ModelAdder;
import io.github.wasmclassify.model.ModelName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wasm-classify models add}: adds a user's model file under a name. */
@Command(
        description = "Copy your own model file to the other models, with options that describe it.",
        footer = "  wasm-classify models add ./birds.tflite --labels ./birds.txt")
final class ModelsAddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A TensorFlow frozen graph, TensorFlow Lite or ONNX model.")
    private Path file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The model's name: letters a to z, digits, '-', '_' and '.' (default: the file's name without its extension).")
    private String name;

    @Mixin
    private CardOptions cardOptions;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        String name = this.name == null ? ModelName.ofFile(file) : this.name;
        try {
            ModelName.check(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
        // a path, never the name of a known model
        String path = file.toAbsolutePath().toString();
        ModelAdder adder = new ModelAdder(name, path, cardOptions.card(), Classifier::describe);
        ModelNotes.of(path, adder.add()).forEach(new Notes()::print);
        System.out.println(name + ": added");
        return ExitCode.OK;
    }
}
