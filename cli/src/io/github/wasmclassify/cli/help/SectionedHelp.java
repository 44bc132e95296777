package io.github.wasmclassify.cli.help;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** Help with its options in sections, followed by the environment variables. */
public final class SectionedHelp extends Help {
    private final boolean isBrief;

    /** As wide as the terminal. */
    public SectionedHelp(CommandSpec command, ColorScheme colors, boolean isBrief) {
        this(command, colors, isBrief, HelpWidth.COLUMNS); // only here, because asking the terminal starts a process
    }

    /**
     * @param isBrief whether to leave out rarely needed sections, variables and exit codes
     * @param width of the lines
     */
    public SectionedHelp(CommandSpec command, ColorScheme colors, boolean isBrief, int width) {
        super(command, colors);
        command.usageMessage().width(width);
        this.isBrief = isBrief;
    }

    @Override
    public String optionList() {
        StringBuilder text = new StringBuilder();
        for (OptionSection section : isBrief ? OptionSection.brief(commandSpec()) : OptionSection.of(commandSpec())) {
            text.append(createHeading("%n" + section.heading() + ":%n"))
                    .append(optionListExcludingGroups(section.options()));
        }
        return text.append(variableList()).toString();
    }

    @Override
    public String footerHeading(Object... values) {
        return commandSpec().usageMessage().footer().length == 0 ? "" : createHeading("%nExamples:%n");
    }

    /** Examples are never wrapped, so that they can be copied. */
    @Override
    public String footer(Object... values) {
        StringBuilder text = new StringBuilder();
        for (String example : commandSpec().usageMessage().footer()) {
            text.append(example).append(System.lineSeparator());
        }
        return text.toString();
    }

    @Override
    public String exitCodeListHeading(Object... values) {
        return isBrief
                ? createHeading("%nAll options and exit codes: " + commandSpec().qualifiedName() + " --help%n")
                : super.exitCodeListHeading(values);
    }

    @Override
    public String exitCodeList() {
        return isBrief ? "" : super.exitCodeList();
    }

    private String variableList() {
        if (isBrief) {
            return "";
        }
        Map<String, String> variables = new LinkedHashMap<>();
        Variables.of(commandSpec()).forEach((variable, option) -> variables.put(variable, "default for " + option));
        return variables.isEmpty() ? "" : createHeading("%nEnvironment:%n") + createTextTable(variables);
    }
}
