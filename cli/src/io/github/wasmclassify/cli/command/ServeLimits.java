package io.github.wasmclassify.cli.command;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The limits of a server's load. All methods throw {@link ParameterException} for a value that is out of its range. */
final class ServeLimits {
    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Number of pictures that may wait (default: ${DEFAULT-VALUE}); further ones are refused with status 503.")
    private int queue;

    @Option(
            names = "--max-body",
            paramLabel = "MIB",
            defaultValue = "32",
            description = "Refuse requests with a body of more MiB (default: ${DEFAULT-VALUE}).")
    private int maxBody;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "512",
            description = "Number of clients that may be connected (default: ${DEFAULT-VALUE}); others wait.")
    private int connections;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "When the server is stopped, accepted requests get this long to finish (default: ${DEFAULT-VALUE}).")
    private int grace;

    @Mixin
    private TimeLimit timeLimit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The most pictures that may wait. */
    int queue() {
        return inRange("--queue", queue, 0, 100_000);
    }

    /** The largest request body, in bytes. */
    int maxBody() {
        return inRange("--max-body", maxBody, 1, 1024) << 20;
    }

    int connections() {
        return inRange("--max-connections", connections, 1, 100_000);
    }

    Duration grace() {
        return Duration.ofSeconds(inRange("--grace", grace, 0, 3600));
    }

    Duration timeout() {
        return timeLimit.timeout();
    }

    private int inRange(String option, int value, int smallest, int largest) {
        if (value < smallest || value > largest) {
            throw new ParameterException(
                    command.commandLine(), option + " must be from " + smallest + " to " + largest + ", not " + value);
        }
        return value;
    }
}
