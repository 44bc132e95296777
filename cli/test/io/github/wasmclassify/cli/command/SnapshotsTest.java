package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.models.Snapshots;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of snapshots, which is next to nothing. */
class SnapshotsTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path home;

    private CommandRun run(Object... arguments) {
        return new ModelHome(home).runWith(List.of(Snapshots.SWITCH, ""), arguments);
    }

    private List<Path> snapshots() throws IOException {
        Path folder = home.resolve("snapshots");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** They are written in the background. */
    private void awaitSnapshots(int count) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (snapshots().size() != count
                || snapshots().stream().anyMatch(file -> !file.toString().endsWith(".snapshot"))) {
            assertTrue(System.currentTimeMillis() < deadline, () -> "not " + count + " snapshots");
            Thread.sleep(20);
        }
    }

    @Test
    void theSecondRunPrintsWhatTheFirstPrints() throws Exception {
        CommandRun first = run("predict", "--quiet", "--top", 5, LEMON);
        awaitSnapshots(1);

        assertEquals(first, run("predict", "--quiet", "--top", 5, LEMON));

        assertEquals("", first.err());
        assertTrue(run("doctor").out().matches("(?s).*ok       snapshots: 1 of loaded models, .* of 256.0 MiB, in .*"));
    }

    @Test
    void theEnvironmentTurnsThemOff() throws Exception {
        List<String> off = List.of(Snapshots.SWITCH, "1");
        new ModelHome(home).runWith(off, "predict", "--quiet", LEMON);

        Thread.sleep(500); // none is being written
        assertEquals(List.of(), snapshots());
        CommandRun doctor = new ModelHome(home).runWith(off, "doctor");
        assertTrue(doctor.out().contains("note     snapshots: none are used"), doctor.out());
        assertFalse(doctor.out().contains("means nothing here"), doctor.out());
    }

    @Test
    void theSnapshotsOfAModelGoWithIt() throws Exception {
        Path model = Files.write(home.resolve("model.tflite"), ModelHome.CONTENT);
        run("models", "add", model, "--name", "mine", "--labels", "none");
        run("predict", "--quiet", LEMON);
        Thread.sleep(2_500); // a model that has just been written gets none
        run("predict", "--quiet", "--model", "mine", LEMON);
        awaitSnapshots(2);

        assertEquals(0, run("models", "rm", "mine").exitCode());

        assertEquals(1, snapshots().size());
    }
}
