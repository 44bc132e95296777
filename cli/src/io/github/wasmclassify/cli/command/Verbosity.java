package io.github.wasmclassify.cli.command;

import picocli.CommandLine.Option;

/** How much is logged. Setting it configures SLF4J Simple, which reads its settings when the first logger is made. */
final class Verbosity {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    @Option(
            names = {"-v", "--verbose"},
            description = "Log timings to stderr, and show stack traces of errors.")
    private boolean verbose;

    void apply() {
        System.setProperty(PREFIX + "showThreadName", "false");
        System.setProperty(PREFIX + "showShortLogName", "true");
        System.setProperty(PREFIX + "log.io.github.wasmclassify", verbose ? "debug" : "off");
        System.setProperty(PREFIX + "defaultLogLevel", verbose ? "info" : "error");
    }
}
