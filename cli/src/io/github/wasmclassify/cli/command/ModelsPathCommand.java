package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify models path}: prints where a model's file is. */
@Command(description = "Print the path of a model's file.", footer = "  wasm-classify models path mobilenet-v2")
final class ModelsPathCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ModelNames.Here.class,
            description = "A model on this machine.")
    private String name;

    @Override
    public Integer call() {
        System.out.println(Model.find(name, ModelCard.EMPTY)
                .file()
                .orElseThrow(() -> new ModelException("model `" + name + "` is built in and has no file of its own")));
        return ExitCode.OK;
    }
}
