package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.error.Advice;
import io.github.wasmclassify.error.ModelException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Does the same with each of several models. One that fails gets a line on stderr, and the others are still done. */
final class EachModel {
    private EachModel() {}

    /**
     * Prints a line for each model.
     *
     * @param action does it, and says what was done
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
