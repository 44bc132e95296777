package io.github.wasmclassify.cli.help;

import io.github.wasmclassify.cli.models.Snapshots;
import io.github.wasmclassify.text.EditDistance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Environment variables that set options: {@code WASM_CLASSIFY_MAX_PIXELS} is the default of {@code --max-pixels}. An
 * empty variable counts as not set.
 */
public final class Variables implements IDefaultValueProvider {
    private static final String PREFIX = "WASM_CLASSIFY";
    /** Variables that set no option. */
    private static final List<String> OTHER_VARIABLES = List.of("WASM_CLASSIFY_HOME", Snapshots.SWITCH);

    /**
     * Handled by the program itself, because the user's chosen model comes between the variable and the built-in
     * default.
     */
    private static final String MODEL = "--model";

    private static final List<String> OPTIONS = List.of(
            MODEL,
            "--engine",
            "--decoder",
            "--threads",
            "--max-pixels",
            "--max-memory",
            "--top",
            "--format",
            "--color",
            "--timeout");

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                        && isSettable(option)
                        && !option.longestName().equals(MODEL)
                ? value(variable(option.longestName()))
                : null;
    }

    /** A command's variables, each with the option that it sets. */
    public static Map<String, String> of(CommandSpec command) {
        Map<String, String> variables = new LinkedHashMap<>();
        command.options().stream()
                .filter(Variables::isSettable)
                .forEach(option -> variables.put(variable(option.longestName()), option.longestName()));
        return variables;
    }

    /**
     * The variable that sets the first of some options that is not given on the command line.
     *
     * @param options whose values may be bad, likeliest first
     * @param arguments of the command line, whose options override variables
     */
    public static Optional<String> blame(List<String> options, List<String> arguments, CommandSpec command) {
        return options.stream()
                .filter(option -> OPTIONS.contains(option) && command.findOption(option) != null)
                .filter(option -> !isGiven(command.findOption(option), arguments))
                .map(Variables::variable)
                .filter(variable -> value(variable) != null)
                .findFirst();
    }

    private static boolean isGiven(OptionSpec option, List<String> arguments) {
        return Stream.of(option.names())
                .anyMatch(name -> arguments.stream()
                        .anyMatch(word ->
                                word.equals(name) || word.startsWith(name.startsWith("--") ? name + "=" : name)));
    }

    /**
     * Variables that look like this program's but are unknown. They are probably misspelt, and would otherwise be
     * ignored silently.
     */
    public static Map<String, String> unknown() {
        Set<String> known = new TreeSet<>(OTHER_VARIABLES);
        OPTIONS.forEach(option -> known.add(variable(option)));
        Map<String, String> unknown = new TreeMap<>();
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith(PREFIX + "_") && !known.contains(name))
                .forEach(name ->
                        unknown.put(name, EditDistance.nearest(name, known).orElse("")));
        return unknown;
    }

    private static boolean isSettable(OptionSpec option) {
        return OPTIONS.contains(option.longestName());
    }

    private static String variable(String option) {
        return PREFIX + option.substring(1).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String value(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? null : value;
    }
}
