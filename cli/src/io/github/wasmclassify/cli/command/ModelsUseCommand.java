package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.model.DefaultModel;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.card.ModelCard;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify models use}: chooses the default model. */
@Command(description = "Set the default model.", footer = "  wasm-classify models use mobilenet-v2")
final class ModelsUseCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME|FILE",
            completionCandidates = ModelNames.Usable.class,
            description = "A model on this machine, or a model file; pocket restores the built-in default.")
    private String nameOrFile;

    @Override
    public Integer call() {
        Model model = Model.find(nameOrFile, ModelCard.EMPTY);
        model.read(); // it must be usable
        try {
            UserFiles.ofUser().choose(model.lastingName());
        } catch (IOException e) {
            throw new ModelException(
                    "cannot save the default model in " + UserFiles.ofUser().home() + ": " + FileFault.reason(e)
                            + "; set WASM_CLASSIFY_HOME to a directory that you can write to",
                    e);
        }
        System.out.println("the default model is now " + model.lastingName());
        if (System.getenv(DefaultModel.VARIABLE) != null) {
            Notes.say(DefaultModel.VARIABLE + " is set and overrides this choice");
        }
        return ExitCode.OK;
    }
}
