package io.github.wasmclassify.cli.help.completion;

import io.github.wasmclassify.cli.help.completion.ModelWords.Local;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The script for fish: one line per completion, with the command that it belongs to. */
final class FishScript {
    private final StringBuilder lines = new StringBuilder();

    private FishScript() {}

    static String of(CommandWords program, String byDefault) {
        FishScript script = new FishScript();
        script.addCommandTest(program);
        program.all().forEach(script::add);
        return Template.fill("completion.fish", byDefault, script.lines.toString());
    }

    private void addCommandTest(CommandWords program) {
        String paths = program.all()
                .map(CommandWords::path)
                .filter(path -> !path.isEmpty())
                .map(path -> quoted(" " + path))
                .collect(Collectors.joining(" "));
        lines.append("\nfunction __wasm_classify_is_command\n    contains -- $argv ")
                .append(paths)
                .append("\nend\n\n");
    }

    private void add(CommandWords command) {
        for (CommandWords subcommand : command.subcommands()) {
            addLine(command, "-a " + quoted(subcommand.name()), subcommand.summary());
        }
        command.options().forEach(option -> addLine(command, option(option), option.summary()));
        if (!command.operands().areUnknown()) {
            addLine(command, values(command.operands()), "");
        }
    }

    private static String option(OptionWords option) {
        List<String> words = new ArrayList<>();
        for (String name : option.names()) {
            words.add((name.startsWith("--") ? "-l " : "-s ") + name.replaceFirst("^-+", ""));
        }
        if (option.takesValue()) {
            words.add(option.values().files() == Values.Files.ALL ? "-r" : "-x");
            words.add(values(option.values()));
        }
        return String.join(" ", words).strip();
    }

    private static String values(Values values) {
        List<String> sources = new ArrayList<>();
        String words = String.join(" ", values.words());
        sources.add(values.models() == Local.REMOVED ? "(__wasm_classify_missing " + words + ")" : words);
        if (values.models() == Local.ADDED) {
            sources.add("(__wasm_classify_here)");
        }
        if (values.files() == Values.Files.DIRECTORIES) {
            sources.add("(__fish_complete_directories (commandline -ct) '')");
        }
        String all = String.join(" ", sources).strip();
        return ((all.isEmpty() ? "" : "-a " + quoted(all)) + (values.files() == Values.Files.ALL ? " -F" : "")).strip();
    }

    private void addLine(CommandWords command, String what, String summary) {
        String path = command.path().isEmpty() ? "" : " " + command.path();
        lines.append("complete -c wasm-classify -n ")
                .append(quoted("__wasm_classify_at " + quoted(path)))
                .append(' ')
                .append(what)
                .append(summary.isEmpty() ? "" : " -d " + quoted(summary))
                .append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
