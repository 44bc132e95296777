package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.error.Advice;
import io.github.wasmclassify.error.ModelException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Does the same for each of several models. A failure gets a line on stderr, and the others are still processed. */
final class EachModel {
    private EachModel() {}

    /**
     * Prints a line for each model.
     *
     * @param action returns what was done, for the line
     * @return the exit code
     */
    static int print(List<String> names, UnaryOperator<String> action) {
        int failed = 0;
        for (String name : names) {
            try {
                System.out.println(name + ": " + action.apply(name));
            } catch (ModelException e) {
                failed++;
                Notes.say(Advice.message(e));
            }
        }
        return failed == 0 ? ExitCode.OK : ExitCode.UNUSABLE;
    }
}
