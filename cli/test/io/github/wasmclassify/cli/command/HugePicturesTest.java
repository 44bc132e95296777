package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.TestPictures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of as many pixels as are allowed, and of more. */
class HugePicturesTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"host", "guest"})
    void aPictureOf100MegapixelsIsSeenAsASmallOneOfTheSameGray(String decoder) throws Exception {
        Path huge = Files.write(folder.resolve("huge.jpg"), TestPictures.plainJpeg(10_000, 10_000));
        Path small = Files.write(folder.resolve("small.jpg"), TestPictures.plainJpeg(100, 100));

        CommandRun run = CommandRun.of("predict", "--quiet", "--decoder", decoder, "--engine", "wasm", huge, small);

        String[] lines = run.out().split("\n");
        assertEquals("", run.err());
        assertEquals(2, lines.length);
        assertEquals(lines[1], lines[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "guest"})
    void moreIsRefusedBeforeItIsDecoded(String decoder) throws Exception {
        Path huge = Files.write(folder.resolve("huge.jpg"), TestPictures.plainJpeg(10_001, 10_000));
        Path giant = Files.write(folder.resolve("giant.jpg"), TestPictures.plainJpeg(65_000, 65_000));

        CommandRun run = CommandRun.of("predict", "--quiet", "--decoder", decoder, huge, giant, LEMON);

        String why = " pixels, over the limit of 100 million; raise it with --max-pixels\n";
        assertEquals(
                "wasm-classify: " + huge + ": the picture has 100,010,000" + why + "wasm-classify: " + giant
                        + ": the picture has 4,225 million" + why,
                run.err());
        assertTrue(run.out().matches("prediction: lemon .*\n"), run.out());
        assertEquals(1, run.exitCode());
    }

    /** The host gives the guest no more of a picture than the network sees. */
    @Test
    void oneThatDoesNotFitIntoTheGuestsMemoryIsRefusedThereAlone() throws Exception {
        Path huge = Files.write(folder.resolve("huge.jpg"), TestPictures.plainJpeg(10_000, 10_000));

        CommandRun guest = CommandRun.of("predict", "-q", "--decoder", "guest", "--max-memory", 64, huge, LEMON);
        CommandRun host = CommandRun.of("predict", "-q", "--decoder", "host", "--max-memory", 64, huge, LEMON);

        assertEquals(
                "wasm-classify: " + huge
                        + ": does not fit into the guest's memory of 64 MiB; try a larger --max-memory\n",
                guest.err());
        assertTrue(guest.out().matches("prediction: lemon .*\n"), guest.out());
        assertEquals(1, guest.exitCode());
        assertEquals("", host.err());
        assertEquals(2, host.out().lines().count());
    }
}
