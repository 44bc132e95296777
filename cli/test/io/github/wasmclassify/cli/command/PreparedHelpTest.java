package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.cli.help.PreparedHelp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help that the build prepares is the one that picocli shows. */
class PreparedHelpTest {
    @TempDir
    Path folder;

    private static Stream<List<String>> requests() {
        return Stream.concat(
                Stream.of(List.<String>of()),
                commands(List.of(), Main.commandLine())
                        .flatMap(names -> Stream.of(with(names, "--help"), with(names, "-h"), before("help", names))));
    }

    private static Stream<List<String>> commands(List<String> names, CommandLine command) {
        return Stream.concat(
                Stream.of(names),
                command.getSubcommands().entrySet().stream()
                        .flatMap(inner -> commands(with(names, inner.getKey()), inner.getValue())));
    }

    private static List<String> with(List<String> names, String last) {
        List<String> all = new ArrayList<>(names);
        all.add(last);
        return all;
    }

    private static List<String> before(String first, List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.add(0, first);
        return all;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyTextIsPicoclis(List<String> request) {
        PreparedHelp prepared =
                PreparedHelp.askedFor(request.toArray(String[]::new)).orElseThrow();
        var shown = new ByteArrayOutputStream();
        prepared.print(new PrintStream(shown, false, StandardCharsets.UTF_8));

        CommandRun picocli = CommandRun.of(request.toArray());
        assertEquals(
                picocli,
                new CommandRun(
                        ExitCode.OK, shown.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predict photo.jpg --help",
                "predict --help --help",
                "help prdict",
                "help ../predict",
                "help predict --help",
                "prdict --help",
                "photo.jpg",
                "--help predict"
            })
    void otherRequestsAreLeftToPicocli(String request) {
        assertTrue(PreparedHelp.askedFor(request.split(" ")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"100, 0", "100, 1", "93, 0", "80, 1"})
    void itIsAsWideAndAsColouredAsPicoclis(String columns, String colour) throws Exception {
        Map<String, String> environment = Map.of("COLUMNS", columns, "CLICOLOR_FORCE", colour);

        String prepared = command(environment, "predict", "--help");

        assertEquals(command(environment, "predict", "--help", "--help"), prepared); // which is left to picocli
        assertEquals(colour.equals("1"), prepared.contains("\u001b["));
    }

    @Test
    void noColourMeansNone() throws Exception {
        assertEquals(
                CommandRun.of("--help").out(),
                command(Map.of("COLUMNS", "80", "CLICOLOR_FORCE", "1", "NO_COLOR", "1"), "--help"));
    }

    private String command(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessRun run = ProcessRun.of(folder, environment, command);
        assertEquals("", run.err());
        return run.out().replace("\r\n", "\n");
    }
}
