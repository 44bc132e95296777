package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.text.EditDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes an invalid command line in one line, with a suggestion. */
final class UsageError {
    private UsageError() {}

    static String text(ParameterException error) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        String hint = "; try '" + command.qualifiedName() + " --help'";
        if (error instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            String meant = word.startsWith("-")
                    ? suggestion(word.replaceFirst("=.*", ""), options(command))
                    : suggestion(word, List.copyOf(command.subcommands().keySet()));
            return what(word, command) + " '" + word + "'" + (meant.isEmpty() ? hint : meant);
        }
        String line = firstLine(error);
        return line + (line.endsWith("?") ? "" : hint);
    }

    /**
     * @param isWithin whether the option's value is allowed
     * @param expected a description of the allowed values
     * @throws ParameterException naming the option, if the value is not allowed
     */
    static void require(boolean isWithin, CommandSpec command, String option, String expected, Object value) {
        if (!isWithin) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " must be " + expected + ", not " + value,
                    command.findOption(option),
                    value.toString());
        }
    }

    /** The option whose value is wrong, if it is one. */
    static List<String> options(ParameterException error) {
        return error.getArgSpec() instanceof OptionSpec option ? List.of(option.longestName()) : List.of();
    }

    private static String what(String word, CommandSpec command) {
        if (word.startsWith("-")) {
            return "unknown option";
        }
        if (command.subcommands().isEmpty()) {
            return "unexpected argument";
        }
        return command.parent() == null ? "no command or file is named" : "unknown command";
    }

    /** An end of a message: "; did you mean 'predict'?", or nothing where no known word is like this one. */
    static String suggestion(String word, List<String> known) {
        return EditDistance.nearest(word, known)
                .map(meant -> "; did you mean '" + meant + "'?")
                .orElse("");
    }

    private static List<String> options(CommandSpec command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            names.addAll(List.of(option.names()));
        }
        return names;
    }

    private static String firstLine(ParameterException error) {
        String line =
                error.getMessage().lines().findFirst().orElse("wrong usage").replaceFirst("\\.$", "");
        String lowerCase = Character.toLowerCase(line.charAt(0)) + line.substring(1);
        // picocli lists the constants' names, which users do not type
        return Pattern.compile("(\\[[A-Z_, ]+\\]) \\(case-insensitive\\)")
                .matcher(lowerCase)
                .replaceAll(names -> names.group(1).toLowerCase(Locale.ROOT));
    }

    /**
     * An option's value as a number.
     *
     * @param expected a description of the allowed values
     */
    static <T> T number(String text, Function<String, T> parse, String expected) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not " + expected);
        }
    }
}
