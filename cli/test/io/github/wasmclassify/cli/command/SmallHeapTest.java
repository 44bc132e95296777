package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands in a Java that has little memory, as in a small container with many processors. */
class SmallHeapTest {
    private static ProcessRun run(String heap, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:-DontCompileHugeMethods",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return ProcessRun.of(TestFiles.ROOT, Map.of(), command);
    }

    @Test
    void aRunGoesOnWithTheThreadsThatFit() throws Exception {
        Path model = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");

        ProcessRun run =
                run("-Xmx200m", "predict", "--format", "line", "--threads", 8, "--model", model, TestFiles.SAMPLES);

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(11, run.out().lines().count(), run.toString());
        assertTrue(
                run.err()
                        .lines()
                        .anyMatch(line ->
                                line.matches("wasm-classify: Java has memory for [1-7] of 8 threads; .*-Xmx.*")),
                run.err());
    }

    @Test
    void aModelThatJavaHasNoMemoryForIsOneLine() throws Exception {
        Path model = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");

        ProcessRun run = run("-Xmx40m", "predict", "--model", model, TestFiles.SAMPLES.resolve("lemon.png"));

        assertTrue(List.of(ExitCode.UNUSABLE, ExitCode.INTERNAL).contains(run.exitCode()), run.toString());
        assertEquals(
                1,
                run.err()
                        .lines()
                        .filter(line -> !line.startsWith("WARNING: Using incubator"))
                        .count(),
                run.err());
        assertTrue(run.err().contains("memory") && run.err().contains("-Xmx"), run.err());
    }
}
