package io.github.wasmclassify.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wasm-classify models}: downloads, lists and chooses models. */
@Command(
        description = "List, download, add, choose and inspect models.",
        footer = {
            "  wasm-classify models list",
            "  wasm-classify models pull mobilenet-v2",
            "  wasm-classify models use mobilenet-v2"
        },
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return ExitCode.OK;
    }
}
