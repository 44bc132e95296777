package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.TestFiles;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs as a shell sees them: signals, pipes and terminals. */
@DisabledOnOs(OS.WINDOWS)
class LifecycleTest {
    private static final int PICTURES = 20_000;

    @TempDir
    static Path folder;

    private static InstalledCommand command;
    private static Path many;

    @BeforeAll
    static void install() throws Exception {
        command = InstalledCommand.in(folder);
        Path lemon = TestFiles.SAMPLES.resolve("lemon.png");
        many = Files.writeString(folder.resolve("many.txt"), (lemon + "\n").repeat(PICTURES));
    }

    private static void signal(Process process, String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    @Test
    void anInterruptEndsARunWithWholeResultsSoFar() throws Exception {
        Path errors = folder.resolve("interrupted.err");
        Process process = command.process("predict", "--format", "json", "--summary", "@" + many)
                .redirectError(errors.toFile())
                .start();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (int lines = 0; lines < 100; lines++) {
                out.append(reader.readLine()).append('\n');
            }
            signal(process, "INT");
            reader.lines().forEach(line -> out.append(line).append('\n'));
        }

        assertEquals(130, InstalledCommand.waitFor(process));
        JsonObject document = JsonParser.parseString(out.toString()).getAsJsonObject();
        JsonArray results = document.getAsJsonArray("results");
        assertTrue(results.size() > 0 && results.size() < PICTURES, "results: " + results.size());
        assertTrue(document.getAsJsonObject("summary").get("stopped").getAsBoolean());
        assertEquals("", Files.readString(errors));
    }

    @Test
    void anInterruptedCheckReportsWhatItHasChecked() throws Exception {
        Path lemon = TestFiles.SAMPLES.resolve("lemon.png");
        Path table =
                Files.writeString(folder.resolve("check.csv"), "path,label\n" + (lemon + ",orange\n").repeat(PICTURES));
        Path report = folder.resolve("report.xml");
        Process process = command.process("check", table, "--junit", report)
                .redirectError(folder.resolve("check.err").toFile())
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            lines.add(reader.readLine());
            signal(process, "INT");
            reader.lines().forEach(lines::add);
        }

        assertEquals(130, InstalledCommand.waitFor(process));
        int checked = lines.size() - 1;
        assertTrue(checked < PICTURES);
        assertEquals(
                "checked " + checked + ": 0 as expected, " + checked + " different, 0 failed; stopped early",
                lines.get(checked));
        assertTrue(Files.readString(report).contains(" tests=\"" + checked + "\" failures=\"" + checked + "\""));
    }

    @Test
    void resultsDoNotWaitForNamesThatComeLaterAndAnInterruptEndsTheWaiting() throws Exception {
        Process process = command.process("predict", "--format", "json", "--files-from", "-")
                .start();
        process.getOutputStream()
                .write((TestFiles.SAMPLES.resolve("lemon.png") + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            while (!out.toString().contains("\"engine\"")) { // the first result's last field
                out.append(reader.readLine()).append('\n');
            }
            signal(process, "INT");
            reader.lines().forEach(line -> out.append(line).append('\n'));
        }

        assertEquals(130, InstalledCommand.waitFor(process));
        assertEquals(
                1,
                JsonParser.parseString(out.toString())
                        .getAsJsonObject()
                        .getAsJsonArray("results")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aStoppedRunKeepsTheOlderFileAndWritesBesideIt(String signal) throws Exception {
        Path output = Files.writeString(folder.resolve("results-" + signal + ".jsonl"), "older\n");
        Path errors = folder.resolve("stopped-" + signal + ".err");
        Process process = command.process("predict", "--format", "jsonl", "--output", output, "@" + many)
                .redirectError(errors.toFile())
                .start();
        awaitPart(output);
        signal(process, signal);

        assertEquals(signal.equals("INT") ? 130 : 143, InstalledCommand.waitFor(process));
        assertEquals("older\n", Files.readString(output));
        Path partial = Path.of(output + ".partial");
        assertEquals(
                "wasm-classify: interrupted; the results so far are in " + partial + "\n", Files.readString(errors));
        String text = Files.readString(partial);
        assertTrue(text.endsWith("}\n"), text);
        assertTrue(text.lines().allMatch(line -> JsonParser.parseString(line).isJsonObject()), text);
        assertEquals(0, parts(), "temporary files");
    }

    /** /dev/full is a disk that is full. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "predict lemon.png",
                "predict --format json lemon.png",
                "predict --format csv lemon.png",
                "check lemon.csv",
                "eval lemon.csv",
                "bench --runs 1 --warm-up 0 lemon.png",
                "models list",
                "models show pocket",
                "doctor",
                "completion bash",
                "--help",
                "--version",
                "help predict"
            })
    void resultsThatCannotBeWrittenAreAnError(String arguments) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        Files.copy(
                TestFiles.SAMPLES.resolve("lemon.png"),
                folder.resolve("lemon.png"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve("lemon.csv"), "path,label\nlemon.png,lemon\n");

        Process shell = command.shell("cd '" + folder + "' && LC_ALL=C.UTF-8 \"$command\" " + arguments + " >/dev/full")
                .start();
        String errors = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(2, InstalledCommand.waitFor(shell), errors);
        assertTrue(errors.endsWith("wasm-classify: cannot write to stdout: no space left on device\n"), errors);
    }

    @Test
    void aClosedStdoutIsAnError() throws Exception {
        Process shell = command.shell("\"$command\" --version >&-").start();
        String errors = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(2, InstalledCommand.waitFor(shell));
        assertTrue(errors.startsWith("wasm-classify: cannot write to stdout: "), errors);
    }

    /** Waits until there are results in the file that gets its name at the end. */
    private static void awaitPart(Path output) throws Exception {
        for (int i = 0; i < 600; i++) {
            try (Stream<Path> files = Files.list(output.getParent())) {
                for (Path file : files.filter(f -> f.getFileName().toString().startsWith("." + output.getFileName()))
                        .toList()) {
                    if (Files.size(file) > 0) {
                        return;
                    }
                }
            }
            Thread.sleep(100);
        }
    }

    private static long parts() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).count();
        }
    }

    @Test
    void aPipeThatIsClosedEndsTheRunQuietly() throws Exception {
        Path errors = folder.resolve("pipe.err");
        Process shell = command.shell("(\"$command\" predict --quiet '@" + many + "'; echo $? >'" + folder
                        + "/pipe.code') | head -n 2")
                .redirectError(errors.toFile())
                .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, InstalledCommand.waitFor(shell));
        assertTrue(out.matches("(prediction: lemon [^\n]*\n){2}"), out);
        assertEquals("0\n", Files.readString(folder.resolve("pipe.code")));
        assertEquals("", Files.readString(errors));
    }

    @Test
    void onATerminalABarShowsHowFarARunIsAndGoesAway() throws Exception {
        String screen = onTerminal(
                "\"$command\" predict --format csv -o '" + folder.resolve("bar.csv") + "' '@" + list(400) + "'");

        assertTrue(screen.contains("classifying"), screen);
        assertTrue(screen.contains("/400"), screen);
        String last = screen.substring(screen.lastIndexOf("\r\u001b[K") + 4).strip();
        assertTrue(
                last.matches("wasm-classify: 400 pictures in [0-9.]+ s, 0 failed; results in .*bar[.]csv"),
                "the bar is still there: " + screen);
        assertEquals(401, Files.readString(folder.resolve("bar.csv")).lines().count());
    }

    @Test
    void onATerminalResultsHaveColoursUnlessTheUserWantsNone() throws Exception {
        String lemon = "'" + TestFiles.SAMPLES.resolve("lemon.png") + "'";

        assertTrue(onTerminal("\"$command\" predict --top 2 " + lemon).contains("\u2588"));
        assertFalse(
                onTerminal("NO_COLOR=1 \"$command\" predict --top 2 " + lemon).contains("\u001b"));
        assertFalse(onTerminal("\"$command\" predict --color never --top 2 " + lemon)
                .contains("\u001b"));
        assertFalse(
                onTerminal("TERM=dumb \"$command\" predict --top 2 " + lemon).contains("\u001b"));
        assertFalse(
                onTerminal("\"$command\" predict --top 2 " + lemon + " | cat").contains("\u001b"));
    }

    @Test
    void withoutATerminalThereIsNoBar() throws Exception {
        Path errors = folder.resolve("bar.err");
        Process process = command.process("predict", "--quiet", "@" + list(400))
                .redirectError(errors.toFile())
                .start();
        process.getInputStream().readAllBytes();

        assertEquals(0, InstalledCommand.waitFor(process));
        assertEquals("", Files.readString(errors));
    }

    private static Path list(int length) throws Exception {
        return Files.writeString(
                folder.resolve("list-" + length + ".txt"),
                (TestFiles.SAMPLES.resolve("lemon.png") + "\n").repeat(length));
    }

    /** What a script writes to a terminal of its own. */
    private static String onTerminal(String script) throws Exception {
        ProcessRun.require("script"); // for a terminal
        Path file = Files.writeString(folder.resolve("script.sh"), script + "\n");
        ProcessBuilder builder = command.shell("exec script -qec '/bin/sh " + file + "' /dev/null");
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("NO_COLOR");
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String screen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                List.of(),
                screen.lines().filter(line -> line.startsWith("WARNING")).toList());
        InstalledCommand.waitFor(process);
        return screen;
    }
}
