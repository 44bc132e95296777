package wasmclassify.command;

import picocli.CommandLine.Command;

/** {@code wasm-classify models}: brings models to this machine, shows them and chooses among them. */
@Command(
        name = "models",
        description = "Bring models to this machine, show them and choose among them.",
        footer = {"  wasm-classify models list", "  wasm-classify models pull mobilenet-v2", "  wasm-classify models use mobilenet-v2"},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelsListCommand.class, ModelsPullCommand.class, ModelsShowCommand.class, ModelsVerifyCommand.class, ModelsUseCommand.class,
            ModelsPathCommand.class, ModelsAddCommand.class, ModelsRemoveCommand.class
        })
final class ModelsCommand {}
