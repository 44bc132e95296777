package wasmclassify.command;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import wasmclassify.error.ClassifierException;

/** The command {@code wasm-classify}. */
@Command(
        name = "wasm-classify",
        description = "Classifies pictures with a neural network that runs inside a WebAssembly module.",
        version = Main.VERSION,
        subcommands = {PredictCommand.class, BenchCommand.class, ModelsCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT, // help, version and exit codes are the same for every subcommand
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all done",
            "1:some pictures failed; the others were classified",
            "2:wrong usage",
            "3:the model, its labels or the module cannot be used",
            "4:internal error"
        })
public final class Main {
    static final String VERSION = "wasm-classify 1.0.0";

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explainFailure)
                .execute(args);
    }

    private static int explainUsage(ParameterException error, String[] args) {
        String message = error.getMessage().lines().findFirst().orElse("wrong usage");
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        String lowerCase = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        System.err.println("wasm-classify: " + lowerCase + "; try '" + command + " --help'");
        return ExitCode.USAGE;
    }

    private static int explainFailure(Exception error, CommandLine command, ParseResult parsed) {
        System.err.println("wasm-classify: " + (error instanceof ClassifierException ? error.getMessage() : "internal error: " + error));
        LoggerFactory.getLogger(Main.class).debug("stack trace", error);
        return ExitCode.of(error);
    }
}
