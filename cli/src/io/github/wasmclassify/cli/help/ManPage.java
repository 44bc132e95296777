package io.github.wasmclassify.cli.help;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A command's help as a manual page, in roff's man macros. */
public final class ManPage {
    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** The page's name, as in {@code wasm-classify-models-pull}. */
    public static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** The page's source. */
    public static String of(CommandSpec command) {
        return new ManPage(command).write();
    }

    private String write() {
        String version = command.root().version()[0];
        line(".TH " + quoted(name(command).toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted(version));
        section("Name", name(command) + " \\- " + escaped(description().replaceFirst("\\.$", "")));
        section("Synopsis", "\\fB" + escaped(command.qualifiedName()) + "\\fR " + escaped(operands()));
        section("Description", escaped(description()));
        command.positionalParameters().stream()
                .filter(operand -> !operand.hidden())
                .forEach(operand -> entry("\\fI" + escaped(operand.paramLabel()) + "\\fR", description(operand)));
        for (OptionSection section : OptionSection.of(command)) {
            heading(section.heading());
            section.options().forEach(option -> entry(names(option), description(option)));
        }
        commands();
        Map<String, String> variables = Variables.of(command);
        if (!variables.isEmpty()) {
            heading("Environment");
            variables.forEach((variable, option) -> entry(variable, "default for " + option));
        }
        heading("Exit status");
        help().exitCodeList().forEach((code, meaning) -> entry(code, meaning));
        examples();
        return page.toString();
    }

    private UsageMessageSpec help() {
        return command.usageMessage();
    }

    private String description() {
        String[] header = help().header();
        return String.join(" ", header.length > 0 ? header : help().description());
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private String operands() {
        String operands = command.positionalParameters().stream()
                .filter(operand -> !operand.hidden())
                .map(operand -> operand.arity().max() > 1 ? operand.paramLabel() + "..." : operand.paramLabel())
                .collect(Collectors.joining(" "));
        return "[OPTIONS] " + (command.subcommands().isEmpty() ? operands : "COMMAND");
    }

    private static String names(OptionSpec option) {
        String names = Stream.of(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        heading("Commands");
        for (CommandLine subcommand : command.subcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            entry("\\fB" + escaped(name(spec)) + "\\fR(1)", new ManPage(spec).description());
        }
    }

    private void examples() {
        if (help().footer().length == 0) {
            return;
        }
        heading("Examples");
        line(".nf");
        Stream.of(help().footer()).forEach(example -> line("\\&" + escaped(example)));
        line(".fi");
    }

    private void section(String heading, String text) {
        heading(heading);
        line(text);
    }

    private void heading(String heading) {
        line(".SH " + quoted(heading));
    }

    private void entry(String term, String text) {
        line(".TP");
        line(term.startsWith("\\") ? term : "\\&" + escaped(term));
        line("\\&" + escaped(text));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\(dq") + '"';
    }

    /** Escapes what roff would change, so that minus signs and apostrophes can be copied. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\`")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replaceAll("%n", " ");
    }
}
