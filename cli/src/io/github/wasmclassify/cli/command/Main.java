package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.classify.HeadStart;
import io.github.wasmclassify.cli.error.Advice;
import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.help.PreparedHelp;
import io.github.wasmclassify.cli.help.SectionedHelp;
import io.github.wasmclassify.cli.help.Variables;
import io.github.wasmclassify.cli.report.StandardOutput;
import io.github.wasmclassify.error.ClassifierException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code wasm-classify}. */
@Command(
        name = "wasm-classify",
        description = "Classify pictures with a neural network that runs in a WebAssembly sandbox.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT, // help, version and exit codes are the same for every subcommand
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCode.OK_TEXT, ExitCode.USAGE_TEXT, ExitCode.UNUSABLE_TEXT, ExitCode.INTERNAL_TEXT})
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log timings to stderr, and show stack traces of errors.")
    void verbose(boolean isVerbose) {
        if (isVerbose) {
            Verbosity.VERBOSE.apply();
        }
    }

    /** Set on the command alone: an annotation's would be every subcommand's. */
    private static final String[] EXAMPLES = {
        "  wasm-classify photo.jpg                  classify a picture",
        "  wasm-classify help predict               show the options of a command",
        "  wasm-classify models pull mobilenet-v2   download a larger model"
    };

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // Java needs no screen for pictures
        System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*"); // no option is of these slow types
        StandardOutput stdout = StandardOutput.install();
        int exitCode = Version.isAskedFor(args) ? Version.print() : helpOr(args);
        System.exit(stdout.failure().map(Main::explainLostOutput).orElse(exitCode));
    }

    /** A request for help that needs no picocli, else whatever is asked for. */
    private static int helpOr(String... args) {
        Optional<PreparedHelp> help = PreparedHelp.askedFor(args);
        help.ifPresent(text -> text.print(System.out));
        return help.isPresent() ? ExitCode.OK : execute(args);
    }

    private static int explainLostOutput(String reason) {
        Notes.say("cannot write to stdout: " + reason);
        return ExitCode.of(new OutputException(reason));
    }

    static int execute(String... args) {
        Verbosity.QUIET.apply(); // an option may change it before anything is logged
        String[] arguments = DefaultCommand.before(args);
        if (arguments.length > 0 && arguments[0].equals(DefaultCommand.NAME)) {
            HeadStart.begin();
        }
        CommandLine command = new CommandLine(new Main());
        Subcommands.addNamed(command, arguments);
        configure(command);
        if (!has(args, "-h", "--help")) { // help must work whatever the environment contains
            command.setDefaultValueProvider(new Variables());
        }
        boolean isBrief = has(args, "-h");
        command.setHelpFactory((spec, colors) -> new SectionedHelp(spec, colors, isBrief));
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError e) {
            return explainError(
                    "Java has too little memory (" + e.getMessage()
                            + "); give it more, as with JAVA_TOOL_OPTIONS=-Xmx4g",
                    e);
        } catch (StackOverflowError | LinkageError e) {
            return explainError("internal error: " + e, e);
        }
    }

    private static int explainError(String message, Error error) {
        Notes.say(message);
        LoggerFactory.getLogger(Main.class).debug("stack trace", error);
        return ExitCode.INTERNAL;
    }

    /** Without a subcommand, shows the usage. */
    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return ExitCode.OK;
    }

    private static boolean has(String[] args, String... words) {
        return Stream.of(args).takeWhile(word -> !word.equals("--")).anyMatch(List.of(words)::contains);
    }

    /** The command with all its subcommands, ignoring environment variables. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        Subcommands.addAll(command);
        return configure(command);
    }

    private static CommandLine configure(CommandLine command) {
        command.getCommandSpec().usageMessage().footer(EXAMPLES);
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // @FILE is a list of pictures
                .setOverwrittenOptionsAllowed(true) // so that an alias can be overridden
                .registerConverter(int.class, text -> UsageError.number(text, Integer::valueOf, "a whole number"))
                .registerConverter(long.class, text -> UsageError.number(text, Long::valueOf, "a whole number"))
                .registerConverter(double.class, text -> UsageError.number(text, Double::valueOf, "a number"))
                .setHelpFactory((spec, colors) -> new SectionedHelp(spec, colors, false))
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explainFailure);
    }

    private static int explainUsage(ParameterException error, String[] args) {
        Notes.say(origin(UsageError.options(error), List.of(args), error.getCommandLine()) + UsageError.text(error));
        return ExitCode.USAGE;
    }

    private static int explainFailure(Exception error, CommandLine command, ParseResult parsed) {
        String message = error instanceof ClassifierException failure
                ? origin(Advice.options(failure), parsed.originalArgs(), command) + Advice.message(failure)
                : "internal error: " + error;
        message.lines().forEach(Notes::say);
        LoggerFactory.getLogger(Main.class).debug("stack trace", error);
        return ExitCode.of(error);
    }

    /** Names the environment variable that gave one of these options its bad value. */
    private static String origin(List<String> options, List<String> arguments, CommandLine command) {
        return Variables.blame(options, arguments, command.getCommandSpec())
                .map(variable -> variable + ": ")
                .orElse("");
    }
}
