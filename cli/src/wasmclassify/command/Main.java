package wasmclassify.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import wasmclassify.error.ClassifierException;
import wasmclassify.error.OutputException;
import wasmclassify.guest.GuestInstance;
import wasmclassify.help.SectionedHelp;
import wasmclassify.help.Variables;
import wasmclassify.report.StandardOutput;

/** The command {@code wasm-classify}. */
@Command(
        name = "wasm-classify",
        description = "Classifies pictures with a neural network that runs inside a WebAssembly module.",
        version = {"wasm-classify 1.0.0", "Java ${java.version} (${java.vendor})", "guest ABI " + GuestInstance.ABI_VERSION},
        subcommands = {
            PredictCommand.class, UnsortCommand.class, CheckCommand.class, EvalCommand.class, BenchCommand.class, ModelsCommand.class,
            DoctorCommand.class, CompletionCommand.class, HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT, // help, version and exit codes are the same for every subcommand
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all done",
            "1:some pictures failed or are not as expected; the others were classified",
            "2:wrong usage, or a list that cannot be read, or results that cannot be written",
            "3:the model, its labels or the module cannot be used",
            "4:internal error",
            "124:a picture took longer than --timeout; the others were classified",
            "130:interrupted, after the results so far"
        })
public final class Main {
    /** Set on the command alone: an annotation's would be every subcommand's. */
    private static final String[] EXAMPLES = {
        "  wasm-classify predict photo.jpg          say what a picture shows",
        "  wasm-classify help predict               show the options of a command",
        "  wasm-classify models pull mobilenet-v2   bring a larger model here"
    };

    public static void main(String[] args) {
        StandardOutput stdout = StandardOutput.install();
        int exitCode = execute(args);
        System.exit(stdout.failure().map(Main::explainLostOutput).orElse(exitCode));
    }

    private static int explainLostOutput(String reason) {
        System.err.println("wasm-classify: cannot write to stdout: " + reason);
        return ExitCode.of(new OutputException(reason));
    }

    static int execute(String... args) {
        CommandLine command = commandLine();
        if (!asksForHelp(args)) {
            command.setDefaultValueProvider(new Variables());
        }
        return command.execute(args);
    }

    /** Help must come whatever the environment says. */
    private static boolean asksForHelp(String... args) {
        return Stream.of(args).takeWhile(word -> !word.equals("--")).anyMatch(word -> word.equals("--help") || word.equals("-h"));
    }

    /** The command with all its subcommands; what the environment sets is not looked at. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        command.getCommandSpec().usageMessage().footer(EXAMPLES);
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // @FILE is a list of pictures
                .setHelpFactory(SectionedHelp::new)
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explainFailure);
    }

    private static int explainUsage(ParameterException error, String[] args) {
        String message = firstLine(error);
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        String lowerCase = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        System.err.println("wasm-classify: " + origin(message, List.of(args)) + lowerCase + "; try '" + command + " --help'");
        return ExitCode.USAGE;
    }

    private static String firstLine(ParameterException error) {
        String line = error.getMessage().lines().findFirst().orElse("wrong usage").replaceFirst("\\.$", "");
        // picocli gives the constants' names, which nobody types
        return Pattern.compile("(\\[[A-Z_, ]+\\]) \\(case-insensitive\\)")
                .matcher(line)
                .replaceAll(names -> names.group(1).toLowerCase(Locale.ROOT));
    }

    private static int explainFailure(Exception error, CommandLine command, ParseResult parsed) {
        String message = error instanceof ClassifierException
                ? origin(error.getMessage(), parsed.originalArgs()) + error.getMessage()
                : "internal error: " + error;
        message.lines().forEach(line -> System.err.println("wasm-classify: " + line));
        LoggerFactory.getLogger(Main.class).debug("stack trace", error);
        return ExitCode.of(error);
    }

    /** Names the environment variable that a bad value is from. */
    private static String origin(String message, List<String> arguments) {
        return Variables.blame(message, arguments).map(variable -> variable + ": ").orElse("");
    }
}
