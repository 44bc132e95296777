package io.github.wasmclassify.cli.command;

import static io.github.wasmclassify.cli.command.ModelHome.CLASSES;
import static io.github.wasmclassify.cli.command.ModelHome.CONTENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code models pull}: which files are kept. */
class PulledModelCheckTest extends PullOfMadeUpModel {
    @Test
    void anotherContentIsNotKept() throws Exception {
        byte[] tampered = CONTENT.clone();
        tampered[100] ^= 1;
        server.serve("/model.tflite", FileServer.file(tampered, "\"1\""));

        CommandRun run = home.models("pull", "made-up");

        assertTrue(
                run.err().contains(" is not the right one: its digest is sha256:")
                        && run.err().contains(ModelHome.DIGEST),
                run.err());
        assertEquals(3, run.exitCode());
        assertOnlyFiles();
    }

    @Test
    void anotherSizeIsRefusedBeforeItIsRead() {
        server.serve("/model.tflite", FileServer.file(Arrays.copyOf(CONTENT, CONTENT.length + 1), "\"1\""));

        assertRefused(
                home.models("pull", "made-up"),
                server.address("/model.tflite") + ": the server offers " + (CONTENT.length + 1)
                        + " bytes, but the catalogue states " + CONTENT.length);
    }

    @Test
    void theIdThatGitGivesAFileIsADigest() throws Exception {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(("blob " + CONTENT.length + "\0").getBytes(StandardCharsets.US_ASCII));
        String id = HexFormat.of().formatHex(sha1.digest(CONTENT));
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""));

        home.know("made-up", server.address("/model.tflite"), ", \"digest\": \"git-blob-sha1:" + "0".repeat(40) + "\"");
        assertEquals(3, home.models("pull", "made-up").exitCode());
        home.know("made-up", server.address("/model.tflite"), ", \"digest\": \"git-blob-sha1:" + id + "\"");
        assertPulled(home.models("pull", "made-up"));
    }

    private static byte[] names(int count) {
        return "a name\n".repeat(count).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void labelsArePulledWithTheirModelAndCounted() throws Exception {
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""))
                .serve(
                        "/labels.txt",
                        FileServer.oneAfterTheOther(
                                FileServer.file(names(2), "\"1\""), FileServer.file(names(CLASSES), "\"2\"")));
        home.know(
                "made-up",
                server.address("/model.tflite"),
                ", \"classes\": 25, \"labels\": \"" + server.address("/labels.txt") + "\"");

        CommandRun tooFew = home.models("pull", "made-up");
        assertTrue(tooFew.err().contains("labels.txt` has 2 labels but the model has 25 classes"), tooFew.err());
        assertEquals(3, tooFew.exitCode());
        assertOnlyFiles();
        assertEquals(0, home.models("pull", "made-up").exitCode());
        assertOnlyFiles("labels.txt", "made-up.tflite");
        assertEquals(
                "made-up: " + CONTENT.length
                        + " bytes, without a digest to verify; 25 labels, without a digest to verify\n",
                home.models("verify", "made-up").out());
    }

    @Test
    void labelsWithADigestAreCheckedByIt() throws Exception {
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""))
                .serve("/labels.txt", FileServer.file(names(CLASSES), "\"1\""));
        String labels = ", \"labels\": \"" + server.address("/labels.txt") + "\", \"labelDigest\": \"";
        Digest wrong = Digest.of(names(CLASSES - 1), Digest.Algorithm.GIT_BLOB);
        Digest right = Digest.of(names(CLASSES), Digest.Algorithm.GIT_BLOB);

        home.know("made-up", server.address("/model.tflite"), labels + wrong + "\"");
        CommandRun refused = home.models("pull", "made-up");
        assertTrue(
                refused.err()
                        .contains("/labels.txt is not the right one: its digest is " + right + ", but the catalogue "),
                refused.err());
        assertOnlyFiles();
        home.know("made-up", server.address("/model.tflite"), labels + right + "\"");
        assertEquals(0, home.models("pull", "made-up").exitCode());
        assertTrue(
                home.models("verify").out().endsWith("; 25 labels, ok, " + right + "\n"),
                home.models("verify").toString());

        Files.write(home.modelFile().resolveSibling("labels.txt"), names(CLASSES - 1));
        assertTrue(home.models("verify")
                .err()
                .contains("labels.txt` is damaged or a different file: its digest is " + wrong));
        assertEquals("made-up: pulled\n", home.models("pull", "made-up").out());
    }

    /** The file is the right one by its digest, what the card says of it is not. */
    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            "classes": 24                                => it has 25 classes, but the CATALOGUE states 24
            "inputSize": 32                              => its input size is 29x31, but the CATALOGUE states 32
            "labels": "SERVER/labels.txt"                => it has 25 classes, its label file names 3
            """, quoteCharacter = '\'')
    void aModelThatIsNotWhatItsCardSaysIsNotKept(String said, String problem) throws Exception {
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""))
                .serve("/labels.txt", FileServer.file(names(3), "\"1\""));
        home.know(
                "made-up",
                server.address("/model.tflite"),
                ", \"digest\": \"" + ModelHome.DIGEST + "\", " + said.replace("SERVER", server.address("")));

        assertRefused(
                home.models("pull", "made-up"),
                "the file at " + server.address("/model.tflite") + " was not kept: "
                        + problem.replace(
                                "CATALOGUE", "catalogue " + home.folder().resolve("catalogue.json")));
        assertOnlyFiles();
    }

    @Test
    void aGreyNetworkIsNotTheColourOneOfTheCard() throws Exception {
        byte[] lenet = Files.readAllBytes(TestFiles.ROOT.resolve("wasm/tests/data/tflite/lenet_float32.tflite"));
        server.serve("/model.tflite", FileServer.file(lenet, "\"1\""));
        home.know("made-up", server.address("/model.tflite"), ", \"channels\": \"rgb\"");

        CommandRun run = home.models("pull", "made-up");

        assertTrue(run.err().contains(" was not kept: it takes grey pictures, but the catalogue "), run.err());
        assertOnlyFiles();
    }

    @Test
    void whatIsNoNetworkIsNotKept() throws Exception {
        byte[] page = "<!DOCTYPE html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8);
        server.serve("/model.tflite", FileServer.file(page, "\"1\""));
        home.know("made-up", server.address("/model.tflite"), "");

        CommandRun run = home.models("pull", "made-up");

        assertTrue(run.err()
                .startsWith("wasm-classify: model `made-up`: the file at " + server.address("/model.tflite")
                        + " was not kept: "));
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals(3, run.exitCode());
        assertOnlyFiles();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void theCardsSizeIsTakenWhereTheFileLeavesItOpen() throws Exception {
        byte[] lenet = Files.readAllBytes(TestFiles.ROOT.resolve("wasm/tests/data/onnx/lenet.onnx"));
        // two axes of 28 as ONNX writes them, and two of no size
        String open = latin1(lenet).replace("\n\2\b\34\n\2\b\34", "\n\2\22\0\n\2\22\0");
        assertNotEquals(latin1(lenet), open);
        server.serve("/model.tflite", FileServer.file(open.getBytes(StandardCharsets.ISO_8859_1), "\"1\""));
        home.know("made-up", server.address("/model.tflite"), ", \"inputSize\": 28");

        assertEquals(new CommandRun(0, "made-up: pulled\n", ""), home.models("pull", "made-up"));
    }

    @Test
    void aDamagedModelIsNotUsedAndPulledAnew() throws Exception {
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""));
        home.models("pull", "made-up");
        Files.write(home.modelFile(), Arrays.copyOf(CONTENT, 1000));

        String problem = "wasm-classify: model `made-up`: " + home.modelFile()
                + " is damaged or a different file: it has 1000 bytes, " + "but the catalogue "
                + home.folder().resolve("catalogue.json") + " states " + CONTENT.length + "\n";
        assertEquals(new CommandRun(3, "", problem), home.models("verify"));
        assertEquals(new CommandRun(3, "", problem), home.run("predict", "--model", "made-up", TestFiles.SAMPLES));
        assertPulled(home.models("pull", "made-up"));
    }
}
