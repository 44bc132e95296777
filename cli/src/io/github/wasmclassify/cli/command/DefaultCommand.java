package io.github.wasmclassify.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The subcommand that is used if none is named: {@code wasm-classify photo.jpg} is {@code wasm-classify predict
 * photo.jpg}.
 */
final class DefaultCommand {
    static final String NAME = "predict";
    private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private DefaultCommand() {}

    /**
     * The arguments, preceded by the default subcommand if they begin with one of its options or with something to
     * classify.
     */
    static String[] before(String[] arguments) {
        return arguments.length > 0 && isMeant(arguments)
                ? Stream.concat(Stream.of(NAME), Arrays.stream(arguments)).toArray(String[]::new)
                : arguments;
    }

    private static boolean isMeant(String[] arguments) {
        String first = arguments[0];
        if (first.startsWith("-") && !first.equals("-")) {
            return !OWN_OPTIONS.contains(first) && Stream.of(arguments).noneMatch(Subcommands::has);
        }
        return !Subcommands.has(first)
                && (first.equals("-") || first.startsWith("@") || first.matches("https?://.*") || isThere(first));
    }

    private static boolean isThere(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
