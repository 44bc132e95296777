package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict --sort-into} that is killed in the middle. */
@DisabledOnOs(OS.WINDOWS)
class SortCrashTest {
    private static final int PICTURES = 500;

    @TempDir
    Path folder;

    @Test
    void aMoveThatIsKilledIsUndone() throws Exception {
        InstalledCommand command = InstalledCommand.in(folder);
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < PICTURES; i++) {
            Files.copy(TestFiles.SAMPLES.resolve("teapot.jpg"), pictures.resolve(i + ".jpg"));
        }
        Path sorted = folder.resolve("sorted");
        Process process = command.process("predict", "--quiet", "--move", "--sort-into", sorted, pictures)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitLines(process, sorted.resolve(".wasm-classify-journal.jsonl"));

        process.destroyForcibly().waitFor(); // SIGKILL

        int left = names(pictures).size();
        assertTrue(left > 0 && left < PICTURES, left + " pictures are left");
        List<String> unsort = command.words("unsort", sorted);
        ProcessRun undo = ProcessRun.of(folder, Map.of("JAVA_HOME", System.getProperty("java.home")), unsort);
        assertEquals("", undo.err());
        assertEquals(0, undo.exitCode());
        assertEquals(
                IntStream.range(0, PICTURES).mapToObj(i -> i + ".jpg").sorted().toList(), names(pictures));
        assertEquals(-1, Files.mismatch(TestFiles.SAMPLES.resolve("teapot.jpg"), pictures.resolve("0.jpg")));
        assertFalse(Files.exists(sorted));
    }

    /** Until some pictures were moved, and many were not. */
    private void awaitLines(Process process, Path journal) throws Exception {
        while (!Files.exists(journal)
                || Files.readString(journal, StandardCharsets.ISO_8859_1)
                                .lines()
                                .count()
                        < 20) {
            assertTrue(process.isAlive(), () -> "ended early: " + log());
            Thread.sleep(5);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
