package io.github.wasmclassify.cli.command;

import com.github.stefanbirkner.systemlambda.SystemLambda;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A folder for models that only one test uses, and the command run with it. */
record ModelHome(Path folder) {
    /** A small network, and more bytes after it, which nobody reads: enough for connections to break. */
    static final byte[] CONTENT = content();

    static final int CLASSES = 25;
    static final String DIGEST = Digest.of(CONTENT, Digest.Algorithm.SHA256).toString();

    private static byte[] content() {
        try {
            return Arrays.copyOf(
                    Files.readAllBytes(TestFiles.ROOT.resolve("wasm/tests/data/tflite/branches_float32.tflite")),
                    200_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs with variables, name after value. */
    CommandRun runWith(List<String> variables, Object... arguments) {
        try {
            var environment = SystemLambda.withEnvironmentVariable("WASM_CLASSIFY_HOME", folder.toString());
            for (int i = 0; i < variables.size(); i += 2) {
                environment = environment.and(variables.get(i), variables.get(i + 1));
            }
            return environment.execute(() -> CommandRun.of(arguments));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    CommandRun run(Object... arguments) {
        return runWith(List.of(), arguments);
    }

    CommandRun models(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("models"));
        words.addAll(List.of(arguments));
        return run(words.toArray());
    }

    /** Runs the command in a process of its own, whose stderr is that of the tests. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.github.wasmclassify.cli.command.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("WASM_CLASSIFY_HOME", folder.toString());
        return process.start();
    }

    /** Puts one model into the user's catalogue. */
    void know(String name, String source, String moreFields) throws IOException {
        Files.writeString(
                folder.resolve("catalogue.json"),
                "{\"models\": [{\"name\": \"" + name + "\", \"source\": \"" + source + "\"" + moreFields + "}]}");
    }

    /** The made-up model, with its true size and digest. */
    void knowMadeUp(String source) throws IOException {
        know("made-up", source, ", \"bytes\": " + CONTENT.length + ", \"digest\": \"" + DIGEST + "\"");
    }

    Path modelFile() {
        return folder.resolve("models/made-up/made-up.tflite");
    }
}
