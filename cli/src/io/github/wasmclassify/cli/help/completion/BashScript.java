package io.github.wasmclassify.cli.help.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script for bash. */
final class BashScript {
    private BashScript() {}

    static String of(CommandWords program, String byDefault) {
        String commands = program.all()
                .map(command -> branch(pattern(command, ""), own(command)))
                .collect(Collectors.joining());
        return Template.fill("completion.bash", byDefault, commands + optionBranches(program));
    }

    /** Commands with the same options share a branch. The program's own options are those of the default command. */
    private static String optionBranches(CommandWords program) {
        Map<String, List<String>> patternsOfSettings = new LinkedHashMap<>();
        program.all()
                .filter(command -> !command.equals(program))
                .forEach(command -> command.options().stream()
                        .filter(OptionWords::takesValue)
                        .forEach(option -> option.names()
                                .forEach(name -> patternsOfSettings
                                        .computeIfAbsent(settings(option.values()), settings -> new ArrayList<>())
                                        .add(pattern(command, name)))));
        return patternsOfSettings.entrySet().stream()
                .map(entry -> branch(String.join(" | ", entry.getValue()), entry.getKey()))
                .collect(Collectors.joining());
    }

    private static String pattern(CommandWords command, String option) {
        return "'" + command.path() + ":" + option + "'";
    }

    private static String branch(String pattern, String settings) {
        return "        " + pattern + ")" + (settings.isEmpty() ? "" : " ") + settings + " ;;\n";
    }

    private static String own(CommandWords command) {
        String commands = setting(
                "commands",
                command.subcommands().stream().map(CommandWords::name).toList());
        String options = setting(
                "options",
                command.options().stream()
                        .flatMap(option -> option.names().stream())
                        .toList());
        return joined(commands, options, settings(command.operands()));
    }

    private static String settings(Values values) {
        return joined(
                setting("words", values.words()),
                setting("models", values.models().word()),
                setting("files", values.files().word()));
    }

    private static String setting(String name, List<String> words) {
        return words.isEmpty() ? "" : name + "='" + String.join(" ", words) + "'";
    }

    private static String setting(String name, String word) {
        return word.isEmpty() ? "" : name + "=" + word;
    }

    private static String joined(String... settings) {
        return Stream.of(settings).filter(setting -> !setting.isEmpty()).collect(Collectors.joining(" "));
    }
}
