package io.github.wasmclassify.cli.help.completion;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script for zsh: one function per command, which describes it to zsh's {@code _arguments}. */
final class ZshScript {
    private final String byDefault;

    private ZshScript(String byDefault) {
        this.byDefault = byDefault;
    }

    static String of(CommandWords program, String byDefault) {
        ZshScript script = new ZshScript(byDefault);
        return Template.fill(
                "completion.zsh", byDefault, program.all().map(script::function).collect(Collectors.joining()));
    }

    private String function(CommandWords command) {
        return name(command.path()) + "() {\n"
                + (command.subcommands().isEmpty() ? arguments(command) : dispatch(command)) + "}\n\n";
    }

    private static String name(String path) {
        return path.isEmpty() ? "_wasm_classify" : "_wasm_classify__" + path.replace(" ", "__");
    }

    private String dispatch(CommandWords command) {
        boolean isProgram = command.path().isEmpty();
        String commands = command.subcommands().stream()
                .map(subcommand -> "        " + quoted(subcommand.name() + ":" + subcommand.summary()) + "\n")
                .collect(Collectors.joining());
        return """
                    local -a subcommands=(
                %1$s    )
                    if (( CURRENT > 2 && $+functions[%2$s__$words[2]] )); then
                        shift words
                        (( CURRENT-- ))
                        %2$s__$words[1]
                    elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
                        _describe command subcommands%3$s
                    else
                    %4$s    fi
                """.formatted(
                        commands,
                        name(command.path()),
                        isProgram ? " || _files" : "",
                        isProgram ? "    " + name(byDefault) + "\n" : arguments(command));
    }

    private static String arguments(CommandWords command) {
        Stream<String> options = command.options().stream().map(ZshScript::option);
        Stream<String> operands = command.operandLabel().isEmpty()
                ? Stream.empty()
                : Stream.of(quoted(
                        (command.takesManyOperands() ? "*" : "1") + value(command.operandLabel(), command.operands())));
        List<String> all = Stream.concat(options, operands).toList();
        return all.isEmpty()
                ? "    _message 'nothing more'\n"
                : "    _arguments -s -S \\\n        " + String.join(" \\\n        ", all) + "\n";
    }

    private static String option(OptionWords option) {
        List<String> names = option.names().stream()
                .map(name -> option.takesValue() ? name + (name.startsWith("--") ? "=" : "+") : name)
                .toList();
        String others = option.isRepeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
        String summary = "[" + escaped(option.summary()).replace("[", "\\[").replace("]", "\\]") + "]";
        String rest = quoted(summary + (option.takesValue() ? value(option.label(), option.values()) : ""));
        return quoted(others) + (names.size() == 1 ? names.get(0) : "{" + String.join(",", names) + "}") + rest;
    }

    private static String value(String label, Values values) {
        return ":" + escaped(label) + ":" + action(values);
    }

    /** The space before a function's name keeps zsh from passing its own arguments. */
    private static String action(Values values) {
        String words = String.join(" ", values.words());
        if (values.areUnknown()) {
            return " ";
        }
        return values.areWordsAlone()
                ? "(" + words + ")"
                : (" _wasm_classify_values '" + values.models().word() + "' '"
                                + values.files().word() + "' " + words)
                        .stripTrailing();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
