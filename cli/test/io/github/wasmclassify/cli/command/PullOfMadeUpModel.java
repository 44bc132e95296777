package io.github.wasmclassify.cli.command;

import static io.github.wasmclassify.cli.command.ModelHome.CONTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.wasmclassify.testing.FileServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model that the user's catalogue names, and the server that has its file. */
abstract class PullOfMadeUpModel {
    @TempDir
    Path folder;

    ModelHome home;
    final FileServer server = new FileServer();

    @BeforeEach
    void knowTheServersModel() throws Exception {
        home = new ModelHome(Files.createDirectory(folder.resolve("home")));
        home.knowMadeUp(server.address("/model.tflite"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    void assertPulled(CommandRun run) throws IOException {
        assertEquals(new CommandRun(0, "made-up: pulled\n", ""), run);
        assertArrayEquals(CONTENT, Files.readAllBytes(home.modelFile()));
        assertOnlyFiles("made-up.tflite");
    }

    void assertOnlyFiles(String... names) throws IOException {
        Path folder = home.modelFile().getParent();
        assertEquals(names.length > 0, Files.exists(folder));
        if (names.length > 0) {
            try (var files = Files.list(folder)) {
                assertEquals(
                        List.of(names),
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList());
            }
        }
    }

    void assertRefused(CommandRun run, String message) {
        assertEquals(new CommandRun(3, "", "wasm-classify: model `made-up`: " + message + "\n"), run);
        assertFalse(Files.exists(home.modelFile()));
    }
}
