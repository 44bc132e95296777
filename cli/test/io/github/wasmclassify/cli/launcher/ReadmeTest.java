package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.FileServer;
import io.github.wasmclassify.testing.TestFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What README.md and docs/ show works as it stands there: commands, what they print, and the Java program. */
@DisabledOnOs(OS.WINDOWS)
class ReadmeTest {
    private static final String PULLED = "mobilenet_v2_1.0_224_quant.tflite";

    @TempDir
    static Path folder;

    private static Path project;
    private static FileServer server;

    @BeforeAll
    static void install() throws Exception {
        project = InstalledCommand.in(folder).folder();
        Files.createSymbolicLink(project.resolve("samples"), TestFiles.SAMPLES);
        Files.createSymbolicLink(project.resolve("cli/target/man"), TestFiles.ROOT.resolve("cli/target/man"));
        Path photos = Files.createDirectories(project.resolve("photos/2024"));
        Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), photos.resolve("lemon.png"));
        server = new FileServer();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        Files.deleteIfExists(project.resolve("samples"));
        Files.deleteIfExists(project.resolve("cli/target/man"));
    }

    /** The contents of the fenced blocks in a language. */
    private static Stream<String> blocks(String language, String text) {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n') + 1, block.length() - 3));
    }

    @TestFactory
    Stream<DynamicTest> commandsRun() throws IOException {
        return blocks("sh", TestFiles.documentation())
                .distinct()
                .map(script ->
                        DynamicTest.dynamicTest(script.lines().findFirst().orElse(""), () -> {
                            prepare(script);
                            run(script);
                        }));
    }

    @TestFactory
    Stream<DynamicTest> commandsPrintWhatIsShown() throws IOException {
        return blocks("console", TestFiles.documentation())
                .map(session ->
                        DynamicTest.dynamicTest(session.lines().findFirst().orElse(""), () -> {
                            String script = session.lines()
                                    .filter(line -> line.startsWith("$ "))
                                    .map(line -> line.substring(2))
                                    .collect(Collectors.joining("\n"));
                            String shown = session.lines()
                                    .filter(line -> !line.startsWith("$ "))
                                    .map(line -> line + "\n")
                                    .collect(Collectors.joining());
                            assertEquals(withoutTimes(shown), withoutTimes(run(script)));
                        }));
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\\d+(\\.\\d+)? (ms|s|images/s)", "# $2");
    }

    private static void prepare(String script) throws IOException {
        if (script.contains("man ")) {
            ProcessRun.require("man");
        }
        Path catalogue = folder.resolve("models/catalogue.json");
        if (script.contains("models pull") && Files.notExists(catalogue)) { // from a server that is here
            byte[] model = Files.readAllBytes(TestFiles.shared("models/" + PULLED));
            server.serve("/" + PULLED, FileServer.file(model, "\"1\""));
            Files.createDirectories(catalogue.getParent());
            Files.writeString(
                    catalogue,
                    "{\"models\": [{\"name\": \"mobilenet-v2\", \"source\": \"" + server.address("/" + PULLED)
                            + "\"}]}");
        }
    }

    private static String run(String script) throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-ec", script)
                .directory(project.toFile())
                .redirectError(errors.toFile());
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("PATH", project + File.pathSeparator + System.getenv("PATH"));
        shell.environment()
                .put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        shell.environment().put("WASM_CLASSIFY_HOME", folder.resolve("models").toString());
        Process process = shell.redirectInput(new File("/dev/null")).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, InstalledCommand.waitFor(process), () -> script + out + errorText(errors));
        return out;
    }

    private static String errorText(Path errors) {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void theJavaProgramRuns() throws Exception {
        String body = String.join(
                "",
                blocks("java", Files.readString(TestFiles.ROOT.resolve("README.md")))
                        .toList());
        String program = """
                import java.nio.file.Path;
                import io.github.wasmclassify.classify.*;

                public class Example {
                    public static void main(String[] args) throws Exception {
                %s    }
                }
                """.formatted(body);

        String out = runJava(program);

        assertTrue(out.matches("lemon 0\\.\\d+\n"), out);
    }

    /** Runs a program in one file, as Java can, beside the samples; without any option that the launcher gives. */
    private static String runJava(String program) throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), program);
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        project.resolve("cli/target/wasm-classify.jar").toString(),
                        source.toString())
                .directory(TestFiles.SAMPLES.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, InstalledCommand.waitFor(process), out);
        return out;
    }
}
