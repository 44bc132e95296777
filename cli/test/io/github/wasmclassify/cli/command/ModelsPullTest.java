package io.github.wasmclassify.cli.command;

import static io.github.wasmclassify.cli.command.ModelHome.CONTENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code models pull}: how files get here, from a web server and from files. */
class ModelsPullTest extends PullOfMadeUpModel {
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
