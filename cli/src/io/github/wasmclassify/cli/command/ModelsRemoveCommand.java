package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.models.ModelRemover;
import io.github.wasmclassify.model.Model;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wasm-classify models rm}: removes models from this machine. */
@Command(description = "Remove downloaded or added models.", footer = "  wasm-classify models rm mobilenet-v2")
final class ModelsRemoveCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            completionCandidates = ModelNames.Here.class,
            description = "Models that were downloaded or added.")
    private List<String> names;

    @Override
    public Integer call() {
        return EachModel.print(names, ModelsRemoveCommand::remove);
    }

    private static String remove(String name) {
        boolean wasDefault = ModelRemover.remove(name);
        return "removed" + (wasDefault ? "; it was the default, which is " + Model.POCKET + " again" : "");
    }
}
