package io.github.wasmclassify.cli.help.completion;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option as shells complete it.
 *
 * @param values that it can take, if it takes any
 * @param label of the value, for people
 */
record OptionWords(
        List<String> names, String summary, boolean takesValue, boolean isRepeatable, String label, Values values) {
    static OptionWords of(OptionSpec option) {
        return new OptionWords(
                List.of(option.names()),
                Summary.of(option.description()),
                option.arity().max() > 0,
                option.isMultiValue(),
                option.paramLabel(),
                Values.of(option));
    }
}
