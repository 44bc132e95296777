package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code warmup} refuses; the tests of the launcher run the rest. */
class WarmupCommandTest {
    @Test
    void withoutALauncherItMustKnowWhereTheArchiveGoes() {
        CommandRun run = CommandRun.of("warmup");

        assertEquals(2, run.exitCode());
        assertEquals(
                "wasm-classify: without the launcher, say where the class archive goes: --archive FILE; try 'wasm-classify warmup --help'\n",
                run.err());
    }

    @Test
    void onlyAJarCanHaveAnArchive(@TempDir Path folder) {
        Path archive = folder.resolve("classes.jsa");

        CommandRun run = CommandRun.of("warmup", "--archive", archive.toString());

        assertEquals(2, run.exitCode());
        assertEquals(
                "wasm-classify: only a jar can have a class archive; try 'wasm-classify warmup --help'\n", run.err());
        assertFalse(Files.exists(archive));
    }
}
