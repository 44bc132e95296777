package io.github.wasmclassify.cli.command;

/** How much is logged. Applying it configures SLF4J Simple, which reads its settings when the first logger is made. */
enum Verbosity {
    QUIET("off", "error"),
    VERBOSE("debug", "info");

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private final String ofProgram;
    private final String ofLibraries;

    Verbosity(String ofProgram, String ofLibraries) {
        this.ofProgram = ofProgram;
        this.ofLibraries = ofLibraries;
    }

    void apply() {
        System.setProperty(PREFIX + "showThreadName", "false");
        System.setProperty(PREFIX + "showShortLogName", "true");
        System.setProperty(PREFIX + "log.io.github.wasmclassify", ofProgram);
        System.setProperty(PREFIX + "defaultLogLevel", ofLibraries);
    }
}
