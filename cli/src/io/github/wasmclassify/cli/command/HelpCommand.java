package io.github.wasmclassify.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wasm-classify help}: shows the help of a command or subcommand. */
@Command(
        description = "Show the help of a command.",
        helpCommand = true,
        footer = {"  wasm-classify help predict", "  wasm-classify help models pull"})
final class HelpCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command (default: show the list of commands).")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        command,
                        "unknown command '" + name + "'"
                                + UsageError.suggestion(
                                        name,
                                        List.copyOf(command.getSubcommands().keySet())));
            }
            command = next;
        }
        command.usage(System.out);
        return ExitCode.OK;
    }
}
