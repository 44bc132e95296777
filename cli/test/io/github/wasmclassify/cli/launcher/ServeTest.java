package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a shell starts and ends it, and as docs/serve.md shows it. */
@DisabledOnOs(OS.WINDOWS)
class ServeTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static InstalledCommand command;

    @BeforeAll
    static void install() throws Exception {
        command = InstalledCommand.in(folder);
    }

    private static HttpRequest lemon(ServerProcess server, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + "/classify"))
                .POST(HttpRequest.BodyPublishers.ofFile(TestFiles.SAMPLES.resolve("lemon.png")))
                .header("Accept", "text/plain");
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    /** One line on stderr when it is ready; what was accepted is answered after the signal, and the exit code is 0. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItAfterWhatWasAccepted(String signal) throws Exception {
        try (ServerProcess server = ServerProcess.start(command)) {
            assertEquals(1, server.lines().size(), server.lines().toString());
            List<CompletableFuture<HttpResponse<String>>> answers =
                    Stream.generate(() -> server).limit(8).map(ServeTest::later).toList();
            answers.get(0).get(); // and others are on their way
            server.signal(signal);

            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("lemon\n", answer.get().body());
            }
            assertEquals(0, server.exitCode());
            assertEquals(List.of(), server.rest());
        }
    }

    private static CompletableFuture<HttpResponse<String>> later(ServerProcess server) {
        try {
            return CLIENT.sendAsync(lemon(server), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void severalModelsHaveTheirNames() throws Exception {
        ProcessRun run = ProcessRun.of(
                folder, javaHome(), command.words("serve", "-m", "pocket", "-m", "a=pocket", "--labels", "pocket"));
        assertTrue(run.err().contains("options such as --labels are about one model"), run.err());

        try (ServerProcess server = ServerProcess.start(command, "--model", "pocket", "--model", "small=pocket")) {
            HttpRequest list = HttpRequest.newBuilder(URI.create(server.address() + "/models"))
                    .build();
            String models =
                    CLIENT.send(list, HttpResponse.BodyHandlers.ofString()).body();

            assertTrue(models.contains("\"pocket\"") && models.contains("\"small\""), models);
        }
    }

    @Test
    void aTokenAndAnAccessLogAreFiles() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
        Path log = folder.resolve("access.log");
        try (ServerProcess server = ServerProcess.start(command, "--token-file", token, "--access-log", log)) {
            assertEquals(
                    401,
                    CLIENT.send(lemon(server), HttpResponse.BodyHandlers.ofString())
                            .statusCode());
            assertEquals(
                    "lemon\n",
                    CLIENT.send(lemon(server, "Authorization", "Bearer s3cret"), HttpResponse.BodyHandlers.ofString())
                            .body());
            server.signal("TERM");
            assertEquals(0, server.exitCode());
        }
        assertEquals(2, Files.readAllLines(log).size());
    }

    @Test
    void httpsIsSpokenWithAKeyStore() throws Exception {
        ProcessRun.require("curl");
        Path password = Files.writeString(folder.resolve("password"), TestKeys.PASSWORD + "\n");
        Path keys = TestKeys.make(folder);
        try (ServerProcess server =
                ServerProcess.start(command, "--tls-keystore", keys, "--tls-password-file", password)) {
            assertTrue(server.address().startsWith("https://"), server.address());
            assertEquals("ok\n", ProcessRun.outputOf(folder, "curl", "-sSk", server.address() + "/healthz"));
        }
    }

    /** Whoever listens to others without a token is told what they can do. */
    @Test
    void aServerThatOthersReachSaysSo() throws Exception {
        try (ServerProcess server = ServerProcess.start(command, "--host", "0.0.0.0")) {
            assertTrue(
                    server.lines().get(0).startsWith("wasm-classify: everyone who reaches 0.0.0.0 can classify"),
                    server.lines().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "--port 70000               => --port must be from 0 to 65535, not 70000; try 'wasm-classify serve --help'",
                "--queue -1                 => --queue must be from 0 to 100000, not -1; try 'wasm-classify serve --help'",
                "--token-file nowhere       => nowhere: no such file",
                "--tls-keystore keys        => --tls-keystore and --tls-password-file need each other; try 'wasm-classify serve --help'",
                "--model a/!.pb             => `a/!.pb` needs a name for requests, as in --model birds=a/!.pb; try 'wasm-classify serve --help'",
                "--model pocket -m pocket   => two models are named `pocket`; name one otherwise, as in --model NAME=pocket; try 'wasm-classify serve --help'"
            })
    void wrongOptionsAreOneLine(String options, String message) throws Exception {
        ProcessRun run = ProcessRun.of(folder, javaHome(), command.words((Object[]) ("serve " + options).split(" ")));

        assertEquals("wasm-classify: " + message + "\n", run.err());
        assertEquals(2, run.exitCode());
    }

    private static Map<String, String> javaHome() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    @Test
    void aPortThatIsTakenIsOneLine() throws Exception {
        try (ServerProcess server = ServerProcess.start(command)) {
            String port = Integer.toString(URI.create(server.address()).getPort());
            ProcessRun run = ProcessRun.of(folder, javaHome(), command.words("serve", "--port", port));

            assertEquals("wasm-classify: cannot listen at 127.0.0.1:" + port + ": Address already in use\n", run.err());
            assertEquals(2, run.exitCode());
        }
    }

    /** Every curl of docs/serve.md and the README, against a server at another port. */
    @TestFactory
    Stream<DynamicTest> theCurlsOfTheDocumentationWork() throws Exception {
        ProcessRun.require("curl");
        ServerProcess server = ServerProcess.start(command);
        Path project = Files.createDirectories(folder.resolve("curl"));
        Files.createSymbolicLink(project.resolve("samples"), TestFiles.SAMPLES);
        Stream<DynamicTest> tests = Pattern.compile("(?s)```shell\n(.*?)```")
                .matcher(Files.readString(TestFiles.ROOT.resolve("docs/serve.md"))
                        + Files.readString(TestFiles.ROOT.resolve("README.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains("curl "))
                .flatMap(block -> Stream.of(block.split("\n(?=curl )")))
                .map(script -> DynamicTest.dynamicTest(script, () -> run(script, project, server)));
        return Stream.concat(tests, Stream.of(DynamicTest.dynamicTest("the server ends", server::close)));
    }

    /** All but the one that needs --allow-url, which this server does not have, are answered with 200. */
    private static void run(String script, Path project, ServerProcess server) throws Exception {
        String status = script.contains("example.org") ? "403" : "200";
        String actual =
                script.replace("localhost:3000", server.address()).replace("curl ", "curl -sS -w '\\n%{http_code}' ");
        ProcessRun run = ProcessRun.of(project, Map.of(), List.of("/bin/sh", "-c", actual));

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().endsWith("\n" + status), run.out());
    }

    /** What other commands do not need costs them no time. */
    @Test
    void otherCommandsLoadNoClassOfTheServer() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        String jar = TestFiles.ROOT.resolve("cli/target/wasm-classify.jar").toString();
        for (List<String> arguments : List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("predict", TestFiles.SAMPLES.resolve("lemon.png").toString()))) {
            List<String> words = Stream.concat(
                            Stream.of(java.toString(), "-Xlog:class+load", "-jar", jar), arguments.stream())
                    .toList();
            ProcessRun run = ProcessRun.of(folder, Map.of(), words);

            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.out().contains("io.github.wasmclassify.cli.command.Main "), "classes are logged");
            assertFalse(
                    run.out().contains("org.eclipse.jetty")
                            || run.out().contains("io.prometheus")
                            || run.out().contains("io.github.wasmclassify.server"),
                    arguments.toString());
        }
    }
}
