package io.github.wasmclassify.cli.help.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The fixed part of a shell's script. */
final class Template {
    /** Prints the names of the models in the folder {@code $home/models}, in every shell. */
    private static final String FIND_MODELS = """
            find "$home/models" -mindepth 2 -maxdepth 2 ! -name '*.part*' 2>/dev/null |
                    sed -n 's|^.*/\\([^/]*\\)/\\1\\(\\.[^/]*\\)\\{0,1\\}$|\\1|p' | sort -u""";

    private Template() {}

    /**
     * @param name of the resource
     * @param byDefault the default subcommand
     * @param commands their descriptions, in the shell's language
     */
    static String fill(String name, String byDefault, String commands) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n")
                    .replace("{{find-models}}", FIND_MODELS)
                    .replace("{{default}}", byDefault)
                    .replace("{{commands}}\n", commands);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of our own jar
        }
    }
}
