package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --output} and {@code --report} do to what is there already. */
@DisabledOnOs(OS.WINDOWS)
class OutputFileTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final String ANSWER = "prediction: lemon ";

    @TempDir
    Path folder;

    private static CommandRun predictTo(String option, Path file) throws Exception {
        return CommandRun.of("predict", "--quiet", option, file, LEMON);
    }

    @Test
    void aLinkIsFollowed() throws Exception {
        Path file = Files.writeString(folder.resolve("results.txt"), "older");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("results.txt"));

        assertEquals(0, predictTo("-o", link).exitCode());

        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(file).startsWith(ANSWER));
    }

    @Test
    void aLinkToNothingMakesItsTarget() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("new.txt"));

        assertEquals(0, predictTo("-o", link).exitCode());

        assertTrue(Files.readString(folder.resolve("new.txt")).startsWith(ANSWER));
    }

    @Test
    void permissionsAreKept() throws Exception {
        Path file = Files.writeString(folder.resolve("results.txt"), "older");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        predictTo("-o", file);

        assertTrue(Files.readString(file).startsWith(ANSWER));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o", "--report"})
    void aDeviceStaysOne(String option) throws Exception {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "needs /dev/null");

        assertEquals(0, predictTo(option, device).exitCode());

        assertFalse(Files.isRegularFile(device, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aPipeGetsTheResults() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertEquals(0, predictTo("-o", pipe).exitCode());

        assertTrue(reader.get().startsWith(ANSWER));
        assertTrue(Files.exists(pipe));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o", "--report"})
    void aPictureIsNotReplaced(String option) throws Exception {
        Path picture = Files.copy(LEMON, folder.resolve("photo.jpg"));

        CommandRun run = predictTo(option, picture);

        assertEquals(2, run.exitCode());
        assertEquals(
                "wasm-classify: " + picture
                        + " is a picture, which the results would replace; try 'wasm-classify predict --help'\n",
                run.err());
        assertArrayEquals(Files.readAllBytes(LEMON), Files.readAllBytes(picture));
    }

    /** The process id 2^31 - 1 is no process's. */
    @Test
    void whatAKilledRunLeftIsRemoved() throws Exception {
        Path left = Files.writeString(folder.resolve(".results.txt.2147483647.part"), "half");
        Path another = Files.writeString(folder.resolve(".other.txt.2147483647.part"), "half");

        predictTo("-o", folder.resolve("results.txt"));

        assertFalse(Files.exists(left));
        assertTrue(Files.exists(another));
    }
}
