package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are small and ask for much: each is refused soon, with one line. */
@Timeout(60)
class HostileModelsTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void assertRefused(CommandRun run, String reason) {
        assertEquals(3, run.exitCode(), run.toString());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(reason), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasm", "simd"})
    void fourMegabytesOfEmptyNodesAreRefusedBeforeTheyAreDecoded(String engine) throws Exception {
        byte[] nodes = new byte[4 << 20];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = 0x0a; // a node of no bytes
        }
        var model = new ByteArrayOutputStream();
        model.writeBytes(new byte[] {0x08, 7, 0x3a, (byte) 0x80, (byte) 0x80, (byte) 0x80, 2}); // a graph of 4 MiB
        model.writeBytes(nodes);
        Path file = Files.write(folder.resolve("nodes.onnx"), model.toByteArray());

        assertRefused(
                CommandRun.of("predict", "--engine", engine, "--max-memory", 128, "--model", file, LEMON),
                "more nodes, constants and names than fit into 64 MB");
    }

    @Test
    void aModuleThatNeverStartsIsGivenUp() throws Exception {
        Path module = TestFiles.scriptedGuest();
        Path model = file("model", "Runs for ever");

        assertRefused(
                CommandRun.of("predict", "--timeout", 0.5, "--wasm", module, "--model", model, LEMON),
                "loading took longer than 10 s");
    }

    @Test
    void aModelThatNeedsMoreMemoryThanTheGuestMayHaveSaysSo() throws Exception {
        Path model = file("model", "Out of memory");

        assertRefused(
                CommandRun.of("predict", "--wasm", TestFiles.scriptedGuest(), "--model", model, LEMON),
                "does not fit into the guest's memory of 1024 MiB; try a larger --max-memory");
    }

    /** 16 MiB that are 16 kB in the archive; a model without labels that can be used is one without labels. */
    @Test
    void bombsAmongPackedLabelsArePassedOver() throws Exception {
        Path model = folder.resolve("model");
        try (OutputStream file = Files.newOutputStream(model)) {
            file.write("a model".getBytes(StandardCharsets.UTF_8));
            try (ZipOutputStream archive = new ZipOutputStream(file)) {
                for (int i = 0; i < 40; i++) {
                    pack(archive, "labels" + i + ".txt", 16 << 20);
                }
                archive.putNextEntry(new ZipEntry("real.txt"));
                archive.write("lemon\norange\nlime\n".getBytes(StandardCharsets.UTF_8));
            }
        }

        CommandRun run = CommandRun.of(
                "predict",
                "--quiet",
                "--engine",
                "wasm",
                "--wasm",
                TestFiles.scriptedGuest(),
                "--model",
                model,
                file("picture", "a picture"));

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("prediction: lime"), run.out());
    }

    private static void pack(ZipOutputStream archive, String name, int size) throws IOException {
        archive.putNextEntry(new ZipEntry(name));
        byte[] names = "a\n".repeat(1 << 19).getBytes(StandardCharsets.UTF_8);
        for (int written = 0; written < size; written += names.length) {
            archive.write(names);
        }
    }

    @Test
    void aLabelFileOfMillionsOfLinesIsRefused() throws Exception {
        Path labels = file("labels.txt", "a\n".repeat(1_000_000));

        assertRefused(CommandRun.of("predict", "--labels", labels, LEMON), "has more than 262144 lines");
    }
}
