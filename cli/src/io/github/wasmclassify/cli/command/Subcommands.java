package io.github.wasmclassify.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the program, and those of {@code models}. picocli finds each one's options by reflection, which takes
 * longer than the rest of the start, so only the subcommand that the command line names is added.
 */
final class Subcommands {
    /** Before the names of other commands. */
    private static final String HELP = "help";

    private static final String MODELS = "models";
    private static final Map<String, Class<?>> OF_PROGRAM = ofProgram();
    private static final Map<String, Class<?>> OF_MODELS = ofModels();

    private Subcommands() {}

    /** In the order in which help lists them. */
    private static Map<String, Class<?>> ofProgram() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("predict", PredictCommand.class);
        commands.put("unsort", UnsortCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("eval", EvalCommand.class);
        commands.put("train", TrainCommand.class);
        commands.put("embed", EmbedCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put(MODELS, ModelsCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("warmup", WarmupCommand.class);
        commands.put("completion", CompletionCommand.class);
        commands.put(HELP, HelpCommand.class);
        return commands;
    }

    /** In the order in which help lists them. */
    private static Map<String, Class<?>> ofModels() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("list", ModelsListCommand.class);
        commands.put("pull", ModelsPullCommand.class);
        commands.put("show", ModelsShowCommand.class);
        commands.put("verify", ModelsVerifyCommand.class);
        commands.put("use", ModelsUseCommand.class);
        commands.put("path", ModelsPathCommand.class);
        commands.put("add", ModelsAddCommand.class);
        commands.put("rm", ModelsRemoveCommand.class);
        return commands;
    }

    /** Whether the program has a command of this name. */
    static boolean has(String name) {
        return OF_PROGRAM.containsKey(name);
    }

    /** Gives the program all of its commands. */
    static void addAll(CommandLine program) {
        OF_PROGRAM.forEach((name, type) -> {
            CommandLine command = add(program, name, type);
            if (name.equals(MODELS)) {
                OF_MODELS.forEach((inner, innerType) -> add(command, inner, innerType));
            }
        });
    }

    /** Adds the subcommand that the arguments begin with; if they begin with none, adds all by name only. */
    static void addNamed(CommandLine program, String... arguments) {
        if (first(arguments, 0).equals(HELP)) {
            addAll(program);
            return;
        }
        addNamed(program, OF_PROGRAM, arguments, 0);
        CommandLine models = program.getSubcommands().get(MODELS);
        if (models != null && models.getCommand() instanceof ModelsCommand) {
            addNamed(models, OF_MODELS, arguments, 1);
        }
    }

    private static void addNamed(CommandLine parent, Map<String, Class<?>> table, String[] arguments, int position) {
        String name = first(arguments, position);
        if (table.containsKey(name)) {
            add(parent, name, table.get(name));
        } else if (Stream.of(arguments).skip(position).anyMatch(table::containsKey)) {
            table.forEach((any, type) -> add(parent, any, type));
        } else {
            table.forEach((any, type) -> parent.addSubcommand(any, described(type)));
        }
    }

    private static String first(String[] arguments, int position) {
        return position < arguments.length ? arguments[position] : "";
    }

    private static CommandLine add(CommandLine parent, String name, Class<?> type) {
        parent.addSubcommand(name, type);
        return parent.getSubcommands().get(name);
    }

    /** A command without its options, enough for listing it and for suggesting it. */
    private static CommandSpec described(Class<?> type) {
        CommandSpec command = CommandSpec.create();
        command.usageMessage().description(type.getAnnotation(Command.class).description());
        return command;
    }
}
