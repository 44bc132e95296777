package io.github.wasmclassify.cli.command;

import static io.github.wasmclassify.cli.command.ModelHome.CONTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.SmallDisk;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.testing.FileServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code models pull} and {@code models add} leave on the disk when files have no end, the disk is full or the
 * process is killed.
 */
class ModelsSpaceTest {
    private static final Path ENDLESS = Path.of("/dev/zero");
    private static final int ROOM = 100; // KiB, less than the model has

    @TempDir
    Path folder;

    private ModelHome home;
    private final FileServer server = new FileServer();

    @BeforeEach
    void knowTheServersModel() throws Exception {
        home = new ModelHome(folder.resolve("home"));
        Files.createDirectories(home.folder());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> files() throws IOException {
        Path models = home.folder().resolve("models");
        try (var found = Files.walk(Files.exists(models) ? models : home.folder())) {
            return found.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(".lock"))
                    .map(file -> models.relativize(file).toString())
                    .filter(name -> !name.endsWith("catalogue.json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileWithoutAnEndIsCopiedNoFurtherThanTheCatalogueSays() throws Exception {
        Assumptions.assumeTrue(Files.exists(ENDLESS), "needs " + ENDLESS);
        home.knowMadeUp(server.address("/model.tflite"));

        CommandRun run = home.models("pull", "made-up", "--from", ENDLESS);

        assertEquals(
                new CommandRun(
                        3,
                        "",
                        "wasm-classify: model `made-up`: /dev/zero: has more than " + CONTENT.length
                                + " bytes, the size in the catalogue\n"),
                run);
        assertEquals(List.of(), files());
    }

    @Test
    void labelsWithoutAnEndLeaveNothing() throws Exception {
        server.serve("/labels.txt", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[1 << 16]);
            }
        });
        home.know(
                "made-up", server.address("/model.tflite"), ", \"labels\": \"" + server.address("/labels.txt") + "\"");

        CommandRun run = home.models("pull", "made-up");

        assertTrue(run.err().endsWith("/labels.txt: the server sends more than 4194304 bytes\n"), run.err());
        assertEquals(3, run.exitCode());
        assertEquals(List.of(), files());
    }

    @Test
    @SuppressWarnings("try") // the disk is there while the test runs
    void aCopyOnAFullDiskLeavesNothing() throws Exception {
        Path file = Files.write(folder.resolve("carried.tflite"), CONTENT);
        try (SmallDisk disk = SmallDisk.at(home.folder(), ROOM)) {
            home.knowMadeUp(server.address("/model.tflite"));

            CommandRun run = home.models("pull", "made-up", "--from", file);

            assertEquals(
                    new CommandRun(3, "", "wasm-classify: model `made-up`: " + file + ": no space left on device\n"),
                    run);
            assertEquals(List.of(), files());
        }
    }

    @Test
    void aDownloadGoesOnWhenThereIsRoomAgain() throws Exception {
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""));
        try (SmallDisk disk = SmallDisk.at(home.folder(), ROOM)) {
            home.knowMadeUp(server.address("/model.tflite"));

            CommandRun run = home.models("pull", "made-up");
            assertEquals(
                    new CommandRun(
                            3,
                            "",
                            "wasm-classify: model `made-up`: " + server.address("/model.tflite")
                                    + ": no space left on device\n"),
                    run);
            disk.resize(10 * ROOM);
            assertEquals(new CommandRun(0, "made-up: pulled\n", ""), home.models("pull", "made-up"));

            assertTrue(
                    server.requests().get(1).startsWith("/model.tflite bytes="),
                    server.requests().toString());
            assertEquals(List.of("made-up/made-up.tflite"), files());
        }
    }

    @Test
    @SuppressWarnings("try") // the disk is there while the test runs
    void aModelThatCannotBeAddedLeavesNothing() throws Exception {
        Path file = Files.write(folder.resolve("mine.tflite"), CONTENT);
        Path labels = Files.writeString(folder.resolve("labels.txt"), "a name\n".repeat(ModelHome.CLASSES));
        try (SmallDisk disk = SmallDisk.at(home.folder(), ROOM)) {
            CommandRun run = home.models("add", file, "--name", "mine", "--labels", labels);

            assertTrue(
                    run.err().startsWith("wasm-classify: model `mine` cannot be added: ")
                            && run.err().endsWith("no space left on device\n"),
                    run.err());
            assertEquals(3, run.exitCode());
            assertEquals(List.of(), files());
            assertFalse(Files.exists(home.folder().resolve("models/mine")));
        }
    }

    @Test
    void aDownloadThatWasKilledGoesOn() throws Exception {
        home.knowMadeUp(server.address("/model.tflite"));
        CountDownLatch end = new CountDownLatch(1);
        server.serve(
                "/model.tflite",
                FileServer.oneAfterTheOther(
                        exchange -> {
                            exchange.getResponseHeaders().set("ETag", "\"1\"");
                            exchange.sendResponseHeaders(200, CONTENT.length);
                            exchange.getResponseBody().write(CONTENT, 0, CONTENT.length / 2);
                            exchange.getResponseBody().flush();
                            FileServer.await(end);
                        },
                        FileServer.file(CONTENT, "\"1\"")));

        Process process = home.start("models", "pull", "made-up");
        Path part = home.modelFile().resolveSibling("made-up.tflite.part");
        while (process.isAlive() && (!Files.exists(part) || Files.size(part) < CONTENT.length / 2)) {
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();
        end.countDown();

        assertEquals(List.of("made-up/made-up.tflite.part", "made-up/made-up.tflite.part.etag"), files());
        assertEquals(new CommandRun(0, "made-up: pulled\n", ""), home.models("pull", "made-up"));
        assertEquals(
                "/model.tflite bytes=" + CONTENT.length / 2 + "- if \"1\"",
                server.requests().get(1));
        assertArrayEquals(CONTENT, Files.readAllBytes(home.modelFile()));
        assertEquals(List.of("made-up/made-up.tflite"), files());
    }

    /** The name is free, as its entry in the catalogue comes last. */
    @Test
    void whatWasLeftOfAModelIsReplacedWhenItIsAddedAgain() throws Exception {
        Path file = Files.write(folder.resolve("mine.tflite"), CONTENT);
        Path left = Files.createDirectories(home.folder().resolve("models/mine"));
        Files.write(left.resolve("mine.tflite.part"), new byte[1000]);
        Files.writeString(left.resolve("labels.json"), "[", StandardCharsets.UTF_8);
        Path labels = Files.writeString(folder.resolve("labels.txt"), "a name\n".repeat(ModelHome.CLASSES));

        assertEquals(
                0,
                home.models("add", file, "--name", "mine", "--labels", labels).exitCode());
        assertEquals(List.of("mine/labels.json", "mine/mine.tflite"), files());
        assertTrue(
                home.models("verify", "mine").out().contains("mine: "),
                home.models("verify", "mine").toString());
        assertEquals(
                Digest.of(CONTENT, Digest.Algorithm.SHA256),
                Digest.of(Files.readAllBytes(left.resolve("mine.tflite")), Digest.Algorithm.SHA256));
    }
}
