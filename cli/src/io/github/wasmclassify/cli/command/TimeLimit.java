package io.github.wasmclassify.cli.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The time limit for loading the model and for each picture. */
final class TimeLimit {
    private static final double LONGEST_TIMEOUT = 86_400;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "Give up on a picture that takes longer (default: ${DEFAULT-VALUE}; 0 disables). Also limits loading the model, "
                            + "which always gets at least 10 seconds.")
    private double timeout;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException if it is out of its range */
    Duration timeout() {
        boolean isWithin = timeout >= 0 && timeout <= LONGEST_TIMEOUT;
        UsageError.require(isWithin, command, "--timeout", "from 0 to 86400 seconds", timeout);
        return Duration.ofNanos(Math.round(timeout * 1e9));
    }
}
