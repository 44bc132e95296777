package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} with the built-in model on real pictures. */
class PredictCommandTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    @TempDir
    Path folder;

    private Path lemon;

    @BeforeEach
    void copyLemon() throws Exception {
        lemon = Files.copy(LEMON, folder.resolve("lemon.png"));
    }

    private Path write(String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void aPictureGetsItsPathItsTimeAndItsLabel() {
        CommandRun run = CommandRun.of("predict", lemon);

        String[] lines = run.out().split("\n");
        assertEquals("predicting on file " + lemon, lines[0]);
        assertTrue(lines[1].matches("inference time: \\d+ ms \\(first picture, not warmed up\\)"), lines[1]);
        assertTrue(lines[2].matches("prediction: lemon \\(confidence 0\\.\\d\\d, index 187\\)"), lines[2]);
        assertEquals(3, lines.length);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void topPrintsFurtherClassesBelowTheFirstInOrder() {
        String[] lines = CommandRun.of("predict", "--top", 3, lemon).out().split("\n");

        assertEquals(5, lines.length);
        assertTrue(lines[2].startsWith("prediction: lemon (confidence "), lines[2]);
        assertTrue(lines[3].matches(" {12}\\S.* \\(confidence 0\\.\\d\\d, index \\d+\\)"), lines[3]);
        assertTrue(lines[4].matches(" {12}\\S.* \\(confidence 0\\.\\d\\d, index \\d+\\)"), lines[4]);
        assertTrue(confidence(lines[2]) >= confidence(lines[3]) && confidence(lines[3]) >= confidence(lines[4]));
    }

    private static double confidence(String line) {
        return Double.parseDouble(line.replaceAll(".*\\(confidence ([0-9.]+),.*", "$1"));
    }

    @Test
    void quietPrintsThePredictionsAlone() {
        CommandRun run = CommandRun.of("predict", "--quiet", lemon, lemon);

        assertTrue(run.out().matches("(prediction: lemon [^\n]*\n){2}"), run.out());
    }

    @Test
    void aDirectoryIsTakenInNameOrderWithoutHiddenAndOtherFiles() throws Exception {
        Files.copy(lemon, folder.resolve("b.PNG"));
        Files.copy(lemon, folder.resolve("a.png"));
        Files.copy(lemon, folder.resolve(".hidden.png"));
        write("notes.txt", new byte[0]);
        Files.createDirectory(folder.resolve("c.png"));

        CommandRun run = CommandRun.of("predict", folder);

        String[] paths =
                run.out().lines().filter(line -> line.startsWith("predicting")).toArray(String[]::new);
        assertEquals(
                "[predicting on file " + folder.resolve("a.png") + ", predicting on file " + folder.resolve("b.PNG")
                        + ", predicting on file " + lemon + "]",
                Arrays.toString(paths));
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void anEmptyDirectorySaysWhatItLookedForAndFails() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        CommandRun run = CommandRun.of("predict", empty);

        assertEquals("", run.out());
        assertEquals(
                "wasm-classify: " + empty
                        + ": no pictures in this directory; looked for the extensions bmp, gif, ico, jfif, jpe, jpeg, jpg, pam, pbm, pgm, png, "
                        + "pnm, ppm, qoi, tga, tif, tiff, webp\n",
                run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void whatCannotBeReadGetsALineAndTheOthersAreClassified() throws Exception {
        Path nothing = write("nothing.jpg", new byte[0]);
        Path text = write("text.jpg", "this is not a picture\n".getBytes(StandardCharsets.UTF_8));
        Path huge = write("huge.png", hollowPng(30_000, 30_000));
        Path half = write("half.png", Arrays.copyOf(Files.readAllBytes(lemon), 2000));
        Path missing = folder.resolve("missing.png");
        Path last = Files.copy(lemon, folder.resolve("z.png"));

        CommandRun run = CommandRun.of("predict", "--quiet", lemon, nothing, text, huge, half, missing, last);

        assertTrue(run.out().matches("(prediction: lemon [^\n]*\n){2}"), run.out());
        String[] lines = run.err().split("\n");
        assertEquals(5, lines.length, run.err());
        Path[] failed = {nothing, text, huge, half, missing};
        for (int i = 0; i < failed.length; i++) {
            assertTrue(lines[i].startsWith("wasm-classify: " + failed[i] + ": "), lines[i]);
        }
        assertTrue(lines[2].contains("over the limit of 100 million"), lines[2]);
        assertTrue(lines[4].endsWith(": no such file"), lines[4]);
        assertEquals(1, run.exitCode());
    }

    /** A PNG that promises a size and holds hardly anything. */
    private static byte[] hollowPng(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        ByteBuffer png = ByteBuffer.allocate(100).put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        putChunk(png, "IHDR", header);
        putChunk(png, "IDAT", new byte[] {0x78, (byte) 0x9c, 0, 0});
        return Arrays.copyOf(png.array(), png.position());
    }

    private static void putChunk(ByteBuffer png, String type, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(content);
        png.putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .putInt((int) checksum.getValue());
    }

    @Test
    void aTruncatedModelIsUnusable() throws Exception {
        byte[] model = Files.readAllBytes(TestFiles.ROOT.resolve("models/pocket.pb"));
        Path truncated = write("truncated.pb", Arrays.copyOf(model, model.length / 2));

        assertUnusable(CommandRun.of("predict", "--model", truncated, lemon), "model `" + truncated + "`: ");
    }

    @Test
    void aModelOfRandomBytesIsUnusable() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        Path random = write("random.pb", bytes);

        assertUnusable(CommandRun.of("predict", "--model", random, lemon), "model `" + random + "`: ");
    }

    @Test
    void anUnknownModelIsAnsweredWithTheKnownOnes() {
        assertUnusable(
                CommandRun.of("predict", "--model", "resnet", lemon),
                "no model or file is named `resnet`; 'wasm-classify models list' "
                        + "lists the models; for your own model, give its file: ./model.tflite");
    }

    @Test
    void labelsOfAnotherModelAreRefusedWithBothNumbers() {
        Path labels = TestFiles.ROOT.resolve("labels/imagenet.txt");

        assertUnusable(
                CommandRun.of("predict", "--labels", labels, lemon),
                "label file `" + labels + "` has 1001 labels but the model has 200 classes; ");
    }

    @Test
    void aLabelFileThatIsMissingIsUnusable() {
        Path labels = folder.resolve("labels.txt");

        assertUnusable(
                CommandRun.of("predict", "--labels", labels, lemon), "label file `" + labels + "`: no such file");
    }

    @Test
    void aModuleThatIsNoWebAssemblyIsUnusable() {
        assertUnusable(CommandRun.of("predict", "--wasm", lemon, lemon), "module `" + lemon + "`: ");
    }

    @Test
    void aModuleOfAnotherEngineThanTheOneAskedForIsUnusable() {
        Path plain = TestFiles.ROOT.resolve("wasm/classifier.wasm");
        Path kernels = TestFiles.ROOT.resolve("wasm/classifier-kernels.wasm");

        assertUnusable(
                CommandRun.of("predict", "--engine", "simd", "--wasm", plain, lemon),
                "module `" + plain + "` is built for the wasm engine, not for simd");
        assertUnusable(
                CommandRun.of("predict", "--engine", "wasm", "--wasm", kernels, lemon),
                "module `" + kernels + "` is built for the simd engine, not for wasm");
    }

    private static void assertUnusable(CommandRun run, String message) {
        assertTrue(run.err().startsWith("wasm-classify: " + message), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals("", run.out());
        assertEquals(3, run.exitCode());
    }

    @Test
    void theModuleFileCompiledAtRunTimeGivesTheAnswerOfTheBundledOne() {
        CommandRun bundled = CommandRun.of("predict", "--quiet", "--top", 5, lemon);
        Path module = TestFiles.ROOT.resolve("wasm/classifier.wasm");
        CommandRun compiled = CommandRun.of("predict", "--quiet", "--top", 5, "--wasm", module, lemon);

        assertEquals(bundled, compiled);
    }

    @Test
    void theInputRangeReachesTheGuest() {
        CommandRun usual = CommandRun.of("predict", "--quiet", lemon);

        assertEquals(usual, CommandRun.of("predict", "--quiet", "--input-range", "-1..1", lemon));
        assertTrue(!usual.equals(CommandRun.of("predict", "--quiet", "--input-range", "0..255", lemon)));
    }

    @Test
    void aPictureWithMorePixelsThanAllowedIsRefused() throws Exception {
        assertEquals(0, CommandRun.of("predict", "--max-pixels", 160_000, lemon).exitCode()); // 400x400

        CommandRun run = CommandRun.of("predict", "--max-pixels", 159_999, lemon);

        assertTrue(
                run.err().startsWith("wasm-classify: " + lemon + ": ")
                        && run.err().contains("--max-pixels"),
                run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void aModelThatDoesNotFitIntoTheMemorySaysHowToRaiseIt() {
        assertUnusable(
                CommandRun.of("predict", "--max-memory", 4, lemon),
                "model `pocket`: does not fit into the guest's memory of 4 MiB; try a larger --max-memory\n");
        assertUnusable(
                CommandRun.of("predict", "--engine", "wasm", "--max-memory", 4, lemon),
                "model `pocket`: does not fit into the guest's memory of 4 MiB; try a larger --max-memory, or --engine "
                        + "simd, which keeps the weights outside of it");
    }
}
