package io.github.wasmclassify.cli.help.completion;

/**
 * Model names that can be completed at some place of the command line. The models on this machine change, so the script
 * looks for them each time; the names that this iterates over are fixed in the script.
 */
public interface ModelWords extends Iterable<String> {
    /** How the models on this machine change the fixed words. */
    enum Local {
        /** They are not looked for. */
        IGNORED,
        /** They are offered too. */
        ADDED,
        /** They are not offered. */
        REMOVED;

        /** The scripts' word for it. */
        String word() {
            return this == ADDED ? "add" : this == REMOVED ? "remove" : "";
        }
    }

    Local local();
}
