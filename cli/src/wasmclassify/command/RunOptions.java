package wasmclassify.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What ends a picture or a run. */
final class RunOptions {
    private static final double LONGEST_TIMEOUT = 86_400;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "60",
            description = "Give up a picture that takes longer (${DEFAULT-VALUE} unless given; 0 for never).")
    private double timeout;

    @Option(names = "--fail-fast", description = "Stop at the first picture that fails.")
    private boolean failFast;

    @Option(names = "--threshold", paramLabel = "P", defaultValue = "0",
            description = "Call a picture 'unknown' whose best class has a confidence below this, 0 to 1.")
    private double threshold;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException if it is out of its range */
    Duration timeout() {
        if (!(timeout >= 0 && timeout <= LONGEST_TIMEOUT)) {
            throw new ParameterException(command.commandLine(), "--timeout must be from 0 to 86400 seconds, not " + timeout);
        }
        return Duration.ofNanos(Math.round(timeout * 1e9));
    }

    boolean failFast() {
        return failFast;
    }

    /** @throws ParameterException if it is out of its range */
    double threshold() {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new ParameterException(command.commandLine(), "--threshold must be from 0 to 1, not " + threshold);
        }
        return threshold;
    }
}
