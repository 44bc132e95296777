package wasmclassify.help;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** Help whose options stand in sections, and which lists the environment variables after them. */
public final class SectionedHelp extends Help {
    public SectionedHelp(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    @Override
    public String optionList() {
        StringBuilder text = new StringBuilder();
        for (OptionSection section : OptionSection.of(commandSpec())) {
            text.append(createHeading("%n" + section.heading() + ":%n")).append(optionListExcludingGroups(section.options()));
        }
        return text.append(variableList()).toString();
    }

    @Override
    public String footerHeading(Object... values) {
        return commandSpec().usageMessage().footer().length == 0 ? "" : createHeading("%nExamples:%n");
    }

    private String variableList() {
        Map<String, String> variables = new LinkedHashMap<>();
        Variables.of(commandSpec()).forEach((variable, option) -> variables.put(variable, option + " where it is not given"));
        return variables.isEmpty() ? "" : createHeading("%nEnvironment:%n") + createTextTable(variables);
    }
}
