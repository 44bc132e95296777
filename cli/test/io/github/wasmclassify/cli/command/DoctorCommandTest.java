package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of machines that are well, and of some that are not. */
class DoctorCommandTest {
    @TempDir
    Path folder;

    private CommandRun run(String... variables) {
        return new ModelHome(folder).runWith(List.of(variables), "doctor");
    }

    private static void assertLine(CommandRun run, String pattern) {
        assertTrue(run.out().lines().anyMatch(line -> line.matches(pattern)), pattern + " is not in\n" + run.out());
    }

    private static List<String> problems(CommandRun run) {
        assertEquals(3, run.exitCode(), run.toString());
        return run.out().lines().filter(line -> line.startsWith("problem  ")).toList();
    }

    @Test
    void allIsWellHere() throws Exception {
        CommandRun run = run();

        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.out().lines().allMatch(line -> line.matches("(ok       |note     )[^:]+: .+")), run.out());
        assertLine(run, "ok       Java: " + System.getProperty("java.version") + " .*");
        assertLine(run, "ok       JVM flags: .*"); // these tests run with what the launcher gives
        assertLine(run, "ok       engine: wasm classified a picture, .*");
        assertLine(run, "ok       engine: simd \\([0-9]+ lanes\\) classified a picture, .*");
        assertLine(run, "ok       cache: " + folder + ", writable, .* free");
        assertLine(run, "ok       default model `pocket`, built in: can be used");
        String digest = Digest.of(TestFiles.ROOT.resolve("wasm/classifier.wasm"), Digest.Algorithm.SHA256)
                .hex();
        assertLine(run, "ok       module: classifier.wasm, SHA-256 " + digest + ", ABI 1");
    }

    @Test
    void aModelOfTheEnvironmentThatIsNotThereIsAProblem() {
        List<String> problems = problems(run("WASM_CLASSIFY_MODEL", "nowhere"));

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(
                problems.get(0)
                        .startsWith(
                                "problem  default model `nowhere`, of WASM_CLASSIFY_MODEL: no model or file is named"),
                problems.get(0));
        assertTrue(problems.get(0)
                .endsWith("; choose another with --model, WASM_CLASSIFY_MODEL or 'wasm-classify models use'"));
    }

    @Test
    void aCacheThatIsAFileIsAProblem() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertEquals(
                List.of("problem  cache: " + file
                        + " is not a directory; remove it, or set WASM_CLASSIFY_HOME to a directory"),
                problems(new ModelHome(file).run("doctor")));
    }

    @Test
    void aCacheThatIsNotThereYetIsNone() {
        CommandRun run = new ModelHome(folder.resolve("later/on")).run("doctor");

        assertEquals(0, run.exitCode(), run.toString());
        assertLine(run, "ok       cache: .*/later/on, created when it is needed, writable, .*");
    }

    @Test
    void aCatalogueThatCannotBeReadIsAProblem() throws Exception {
        Files.writeString(folder.resolve("catalogue.json"), "{");

        List<String> problems = problems(run());

        String start = "problem  catalogue: catalogue `" + folder.resolve("catalogue.json") + "`: ";
        assertTrue(problems.get(0).startsWith(start), problems.get(0));
    }

    @Test
    void aDamagedModelIsAProblem() throws Exception {
        ModelHome home = new ModelHome(folder);
        home.knowMadeUp("https://example.org/made-up.tflite");
        Files.createDirectories(home.modelFile().getParent());
        Files.write(home.modelFile(), ModelHome.CONTENT);
        assertLine(run(), "ok       model made-up: .*, undamaged");

        Files.writeString(home.modelFile(), "cut short");

        List<String> problems = problems(run());
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("problem  model made-up: "), problems.get(0));
        assertTrue(
                problems.get(0).endsWith("; 'wasm-classify models rm made-up', then pull or add it again"),
                problems.get(0));
    }

    @Test
    void aBadVariableIsAProblem() {
        List<String> problems = problems(run("WASM_CLASSIFY_ENGINE", "warp"));

        assertTrue(problems.get(0).startsWith("problem  environment: WASM_CLASSIFY_ENGINE: "), problems.get(0));
    }
}
