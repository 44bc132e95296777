package io.github.wasmclassify.cli.help.completion;

import io.github.wasmclassify.cli.help.completion.ModelWords.Local;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The possible values of an operand or an option.
 *
 * @param words that are known when the script is generated
 * @param models how the models on this machine are offered
 */
record Values(List<String> words, Local models, Files files) {
    static final Values NONE = new Values(List.of(), Local.IGNORED, Files.NONE);

    /** Which files are offered. */
    enum Files {
        NONE(""),
        DIRECTORIES("directories"),
        ALL("files");

        private final String word;

        Files(String word) {
            this.word = word;
        }

        /** The scripts' word for it. */
        String word() {
            return word;
        }
    }

    static Values of(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        List<String> words = new ArrayList<>();
        if (candidates != null) {
            candidates.forEach(words::add);
        }
        return new Values(
                words, candidates instanceof ModelWords models ? models.local() : Local.IGNORED, files(argument));
    }

    private static Files files(ArgSpec argument) {
        if (argument.paramLabel().equals("DIR")) {
            return Files.DIRECTORIES;
        }
        return argument.auxiliaryTypes()[0] == Path.class
                        || argument.paramLabel().contains("FILE")
                ? Files.ALL
                : Files.NONE;
    }

    boolean areUnknown() {
        return equals(NONE);
    }

    boolean areWordsAlone() {
        return models == Local.IGNORED && files == Files.NONE;
    }
}
