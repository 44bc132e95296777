package wasmclassify.help;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A script that teaches the shell fish to complete a command; picocli knows how to write those of bash and zsh. */
public final class FishCompletion {
    private static final int LONGEST_DESCRIPTION = 70;

    private final String program;
    private final StringBuilder script = new StringBuilder();
    /** Each subcommand as the words that lead to it, with a space before each. */
    private final List<String> paths = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    public static String of(CommandLine command) {
        FishCompletion completion = new FishCompletion(command.getCommandName());
        completion.add("", command.getCommandSpec());
        return completion.header() + completion.script;
    }

    private void add(String path, CommandSpec command) {
        for (Map.Entry<String, CommandLine> subcommand : command.subcommands().entrySet()) {
            UsageMessageSpec help = subcommand.getValue().getCommandSpec().usageMessage();
            complete(path, "-a " + quoted(subcommand.getKey()), help.header().length > 0 ? help.header() : help.description());
        }
        command.options().stream().filter(option -> !option.hidden()).forEach(option -> addOption(path, option));
        command.positionalParameters().forEach(operand -> {
            String values = values(operand);
            if (!values.isEmpty()) {
                complete(path, values, new String[0]);
            }
        });
        command.subcommands().forEach((name, subcommand) -> {
            paths.add(path + " " + name);
            add(path + " " + name, subcommand.getCommandSpec());
        });
    }

    private void addOption(String path, OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? "-l " : "-s ").append(name.replaceFirst("^-+", "")).append(' ');
        }
        String values = values(option);
        if (option.arity().max() > 0) {
            words.append(values.contains("-F") ? "-r " : "-x ").append(values);
        }
        complete(path, words.toString().strip(), option.description());
    }

    /** What may follow: files, a choice of words, or nothing that is known. A word that is also the name of a file may be either. */
    private static String values(ArgSpec argument) {
        boolean files = argument.auxiliaryTypes()[0] == Path.class || argument.paramLabel().contains("FILE");
        String words = argument.completionCandidates() == null ? "" : "-a " + quoted(String.join(" ", argument.completionCandidates()));
        return (words + (files ? " -F" : "")).strip();
    }

    private void complete(String path, String what, String[] description) {
        String text = description.length == 0 ? "" : " -d " + quoted(shortened(description[0]));
        script.append("complete -c ").append(program).append(" -n ").append(quoted("__" + function() + "_at " + quoted(path)))
                .append(' ').append(what).append(text).append('\n');
    }

    private static String shortened(String description) {
        String sentence = description.replaceFirst("(?s)(\\. |\\.$|: | \\(|;).*", "");
        int end = sentence.length() <= LONGEST_DESCRIPTION ? sentence.length() : sentence.lastIndexOf(' ', LONGEST_DESCRIPTION);
        return sentence.substring(0, end);
    }

    private String header() {
        String known = String.join(" ", paths.stream().map(FishCompletion::quoted).toList());
        return """
                # Completions of %1$s for the shell fish.

                # Whether the command line has come to this subcommand.
                function __%2$s_at
                    set -l path
                    for word in (commandline -opc)[2..-1]
                        if contains -- "$path $word" %3$s
                            set path "$path $word"
                        end
                    end
                    test "$path" = "$argv"
                end

                complete -c %1$s -f
                """.formatted(program, function(), known);
    }

    private String function() {
        return program.replace('-', '_');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
