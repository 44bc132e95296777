package io.github.wasmclassify.cli.help.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as shells complete it.
 *
 * @param path the words that lead to it, such as {@code models pull}; empty for the program itself
 * @param operandLabel what its operands are called, for people
 */
record CommandWords(
        String path,
        String summary,
        List<CommandWords> subcommands,
        List<OptionWords> options,
        String operandLabel,
        Values operands,
        boolean takesManyOperands) {
    /** @param byDefault the default subcommand, whose options and operands may be used without naming it */
    static CommandWords of(CommandLine program, String byDefault) {
        CommandSpec main = program.getCommandSpec();
        List<CommandWords> subcommands = new ArrayList<>();
        main.subcommands()
                .forEach((name, subcommand) -> subcommands.add(
                        subcommand.getCommandSpec().helpCommand()
                                ? namesOnly(name, subcommand.getCommandSpec(), main)
                                : of(name, subcommand.getCommandSpec(), subcommand.getCommandSpec())));
        CommandWords root = of("", main, program.getSubcommands().get(byDefault).getCommandSpec());
        return new CommandWords(
                "", root.summary, subcommands, root.options, root.operandLabel, root.operands, root.takesManyOperands);
    }

    /** @param arguments the command whose options and operands these are */
    private static CommandWords of(String path, CommandSpec command, CommandSpec arguments) {
        List<CommandWords> subcommands = new ArrayList<>();
        command.subcommands()
                .forEach((name, subcommand) -> subcommands.add(
                        of((path + " " + name).strip(), subcommand.getCommandSpec(), subcommand.getCommandSpec())));
        List<OptionWords> options = arguments.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionWords::of)
                .toList();
        List<PositionalParamSpec> operands = arguments.positionalParameters();
        return operands.isEmpty()
                ? new CommandWords(path, summary(command), subcommands, options, "", Values.NONE, false)
                : new CommandWords(
                        path,
                        summary(command),
                        subcommands,
                        options,
                        operands.get(0).paramLabel(),
                        Values.of(operands.get(0)),
                        operands.get(0).arity().max() > 1);
    }

    /** {@code help}, which is followed by names of commands only. */
    private static CommandWords namesOnly(String path, CommandSpec command, CommandSpec named) {
        List<CommandWords> subcommands = new ArrayList<>();
        named.subcommands().forEach((name, subcommand) -> {
            if (subcommand.getCommandSpec() != command) {
                subcommands.add(namesOnly(path + " " + name, subcommand.getCommandSpec(), subcommand.getCommandSpec()));
            }
        });
        return new CommandWords(path, summary(command), subcommands, List.of(), "", Values.NONE, false);
    }

    private static String summary(CommandSpec command) {
        return Summary.of(command.usageMessage().description());
    }

    /** The last word of the path. */
    String name() {
        return path.substring(path.lastIndexOf(' ') + 1);
    }

    /** This command and all its subcommands. */
    Stream<CommandWords> all() {
        return Stream.concat(Stream.of(this), subcommands.stream().flatMap(CommandWords::all));
    }
}
