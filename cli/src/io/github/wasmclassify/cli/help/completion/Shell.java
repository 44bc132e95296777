package io.github.wasmclassify.cli.help.completion;

import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine;

/** A shell that can learn to complete the program's words. */
public enum Shell {
    BASH(BashScript::of),
    ZSH(ZshScript::of),
    FISH(FishScript::of);

    private final BiFunction<CommandWords, String, String> writer;

    Shell(BiFunction<CommandWords, String, String> writer) {
        this.writer = writer;
    }

    /**
     * The completion script for this shell.
     *
     * @param program with all its commands
     * @param byDefault the default subcommand
     */
    public String script(CommandLine program, String byDefault) {
        return writer.apply(CommandWords.of(program, byDefault), byDefault);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
