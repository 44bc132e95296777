package io.github.wasmclassify.cli.help.completion;

/**
 * Names of models that may stand in a place of the command line. Which models are on this machine changes, so a script
 * looks for them when a word is completed; the words that this iterates over stand in the script.
 */
public interface ModelWords extends Iterable<String> {
    /** What the models on this machine are to the words that are always there. */
    enum Local {
        /** No model is looked for. */
        IGNORED,
        /** They may be meant too. */
        ADDED,
        /** They cannot be meant. */
        REMOVED;

        /** As the scripts name it. */
        String word() {
            return this == ADDED ? "add" : this == REMOVED ? "remove" : "";
        }
    }

    Local local();
}
