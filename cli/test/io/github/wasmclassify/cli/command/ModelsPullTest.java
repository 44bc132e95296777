package io.github.wasmclassify.cli.command;

import static io.github.wasmclassify.cli.command.ModelHome.CLASSES;
import static io.github.wasmclassify.cli.command.ModelHome.CONTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code models pull} from a web server and from files. */
class ModelsPullTest {
    @TempDir
    Path folder;

    private ModelHome home;
    private final FileServer server = new FileServer();

    @BeforeEach
    void knowTheServersModel() throws Exception {
        home = new ModelHome(Files.createDirectory(folder.resolve("home")));
        home.knowMadeUp(server.address("/model.tflite"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertPulled(CommandRun run) throws IOException {
        assertEquals(new CommandRun(0, "made-up: pulled\n", ""), run);
        assertArrayEquals(CONTENT, Files.readAllBytes(home.modelFile()));
        assertOnlyFiles("made-up.tflite");
    }

    private void assertOnlyFiles(String... names) throws IOException {
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

    private void assertRefused(CommandRun run, String message) {
        assertEquals(new CommandRun(3, "", "wasm-classify: model `made-up`: " + message + "\n"), run);
        assertFalse(Files.exists(home.modelFile()));
    }

    @Test
    void whatIsPulledIsKeptAndNotPulledAgain() throws Exception {
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""));

        assertPulled(home.models("pull", "made-up"));
        assertEquals(new CommandRun(0, "made-up: already here\n", ""), home.models("pull", "made-up"));
        assertEquals(1, server.requests().size());
    }

    @Test
    void whatTheServerDoesNotHaveIsNotPulled() {
        server.serve("/model.tflite", FileServer.status(404));

        assertRefused(home.models("pull", "made-up"), server.address("/model.tflite") + ": the server answered 404");
    }

    @Test
    void aServerThatFailsIsNamed() {
        server.serve("/model.tflite", FileServer.status(500));

        assertRefused(home.models("pull", "made-up"), server.address("/model.tflite") + ": the server answered 500");
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() throws Exception {
        server.serve(
                "/model.tflite",
                FileServer.oneAfterTheOther(
                        FileServer.broken(CONTENT, 70_000, "\"1\""), FileServer.file(CONTENT, "\"1\"")));

        assertPulled(home.models("pull", "made-up"));
        assertEquals(2, server.requests().size());
        assertTrue(
                server.requests().get(1).matches("/model.tflite bytes=[1-9][0-9]*- if \"1\""),
                server.requests().get(1));
    }

    @Test
    void aFileThatChangedMeanwhileIsBegunAnew() throws Exception {
        byte[] older = new byte[CONTENT.length];
        server.serve(
                "/model.tflite",
                FileServer.oneAfterTheOther(
                        FileServer.broken(older, 70_000, "\"old\""), FileServer.file(CONTENT, "\"new\"")));

        assertPulled(home.models("pull", "made-up"));
    }

    @Test
    void whatBreaksEachTimeGoesOnWithTheNextCommand() throws Exception {
        server.serve(
                "/model.tflite",
                FileServer.oneAfterTheOther(
                        FileServer.broken(CONTENT, 50_000, "\"1\""),
                        FileServer.status(416),
                        FileServer.broken(CONTENT, 60_000, "\"1\""),
                        FileServer.broken(CONTENT, 60_000, "\"1\""),
                        FileServer.file(CONTENT, "\"1\"")));

        CommandRun first = home.models("pull", "made-up");
        assertTrue(
                first.err().matches("(?s).*: the connection broke after [0-9]+ of " + CONTENT.length + " bytes [(].*"),
                first.err());
        assertEquals(3, first.exitCode());
        assertFalse(Files.exists(home.modelFile()));
        assertPulled(home.models("pull", "made-up"));
    }

    @Test
    void aBeginningOfAnotherFileIsThrownAway() throws Exception {
        Files.createDirectories(home.modelFile().getParent());
        Files.write(home.modelFile().resolveSibling("made-up.tflite.part"), new byte[1000]);
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""));

        assertPulled(home.models("pull", "made-up"));
        assertEquals(List.of("/model.tflite bytes=1000-", "/model.tflite"), server.requests());
    }

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
    void aSlowServerIsWaitedFor() throws Exception {
        server.serve("/model.tflite", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            for (int i = 0; i < 10; i++) {
                int part = CONTENT.length / 10;
                exchange.getResponseBody().write(CONTENT, i * part, part);
                exchange.getResponseBody().flush();
                sleep(50);
            }
        });

        assertPulled(home.models("pull", "made-up"));
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aRedirectToPlainHttpIsFollowedOnlyFromWhatTheUserNames() throws Exception {
        server.serve("/model.tflite", FileServer.redirect("/elsewhere"))
                .serve("/elsewhere", FileServer.file(CONTENT, "\"1\""));

        assertRefused(
                home.models("pull", "made-up"),
                server.address("/model.tflite")
                        + ": the server redirects to `/elsewhere`, which is not followed because it is not https");
        assertPulled(home.models("pull", "made-up", "--from", server.address("/model.tflite")));
    }

    @Test
    void redirectsInACircleEnd() {
        server.serve("/", FileServer.redirect("/again"));

        assertRefused(
                home.models("pull", "made-up", "--from", server.address("/")),
                server.address("/model.tflite") + ": more than 5 redirects");
    }

    @Test
    void aServerThatIsNotThereSaysWhatToTry() {
        server.close();

        assertRefused(
                home.models("pull", "made-up"),
                "cannot reach localhost: connection refused; behind a proxy, set HTTPS_PROXY; "
                        + "without network, download " + server.address("/model.tflite") + " elsewhere, then run "
                        + "'wasm-classify models pull --from ./model.tflite made-up'");
    }

    @Test
    void theProxyOfTheEnvironmentIsAsked() throws Exception {
        home.knowMadeUp("http://models.invalid/model.tflite");
        server.serve("/model.tflite", FileServer.file(CONTENT, "\"1\""));

        assertPulled(home.runWith(
                List.of("HTTP_PROXY", server.address(""), "NO_PROXY", "localhost"), "models", "pull", "made-up"));
        assertEquals(List.of("http://models.invalid/model.tflite"), server.requests());
    }

    @Test
    void aFileTakesThePlaceOfTheNetwork() throws Exception {
        Path file = Files.write(folder.resolve("carried.tflite"), CONTENT);

        assertPulled(home.models("pull", "made-up", "--from", file));
        assertEquals(0, server.requests().size());
    }

    @Test
    void aFolderHasTheFilesByTheirNamesInTheCatalogue() throws Exception {
        Files.write(folder.resolve("model.tflite"), CONTENT);

        assertPulled(home.models("pull", "made-up", "--from", folder));
    }

    @Test
    void oneFileCannotBeTwoModels() {
        CommandRun run = home.models("pull", "made-up", "birds", "--from", folder.resolve("x.tflite"));

        assertEquals(
                new CommandRun(
                        2,
                        "",
                        "wasm-classify: --from names one file, but 2 models are to be pulled; "
                                + "try 'wasm-classify models pull --help'\n"),
                run);
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

    @Test
    void twoProcessesPullOnce() throws Exception {
        server.serve("/model.tflite", exchange -> {
            sleep(1000); // both are at it by now
            FileServer.file(CONTENT, "\"1\"").handle(exchange);
        });

        List<Process> both = List.of(home.start("models", "pull", "made-up"), home.start("models", "pull", "made-up"));
        Set<String> said = new TreeSet<>();
        for (Process process : both) {
            said.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            assertEquals(0, process.waitFor());
        }

        assertEquals(Set.of("made-up: already here", "made-up: pulled"), said);
        assertEquals(1, server.requests().size());
    }

    @Test
    void aRealModelPulledFromAFileClassifies() {
        Path file = TestFiles.shared("models/mobilenet_v2_1.0_224_quant.tflite");

        assertEquals(
                new CommandRun(0, "mobilenet-v2: pulled\n", ""), home.models("pull", "mobilenet-v2", "--from", file));
        CommandRun run =
                home.run("predict", "--quiet", "--model", "mobilenet-v2", TestFiles.SAMPLES.resolve("lemon.png"));

        assertTrue(
                run.out().matches("prediction: lemon \\(confidence 0[.]\\d\\d, index 952\\)\n"), run.out() + run.err());
    }
}
