package wasmclassify.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import wasmclassify.model.DefaultModel;
import wasmclassify.model.UserFiles;
import wasmclassify.report.ModelTable;

/** {@code wasm-classify models list}: the models that are known by name. */
@Command(name = "list", description = "List the models that are known by name; * marks the one that is used unless another is named.",
        footer = "  wasm-classify models list")
final class ModelsListCommand implements Callable<Integer> {
    @Mixin
    private Verbosity verbosity;

    @Override
    public Integer call() {
        verbosity.apply();
        UserFiles files = UserFiles.ofUser();
        ModelTable table = new ModelTable(DefaultModel.find().name());
        files.catalogue().cards().forEach((name, card) -> table.add(name, card, files.state(name, card)));
        System.out.print(table);
        return ExitCode.OK;
    }
}
