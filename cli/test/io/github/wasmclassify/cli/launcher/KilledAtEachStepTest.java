package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that are killed right before each of their changes of a directory: a file that gets or loses a name, or a
 * new directory. strace kills them, as no command can notice it. What was there before must still be there or be
 * replaced as a whole, and the same command must succeed afterwards.
 */
@EnabledOnOs(OS.LINUX)
class KilledAtEachStepTest {
    private static final String CHANGES =
            "mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir";
    private static final int KILLED = 137;
    private static final Path JAR = TestFiles.ROOT.resolve("cli/target/wasm-classify.jar");

    /** What the commands work on; each run gets it anew. */
    @TempDir
    Path folder;

    @BeforeAll
    static void needsStrace() throws Exception {
        ProcessRun.require("strace");
        ProcessRun trace = ProcessRun.of(Path.of("/"), Map.of(), List.of("strace", "-o", "/dev/null", "true"));
        assumeTrue(trace.exitCode() == 0, "needs strace to be allowed, which it is not here: " + trace.err());
        assumeTrue(Files.exists(JAR), "needs cli/target/wasm-classify.jar, which Maven makes before tests");
    }

    @Test
    void addedModelsAreWholeOrAbsent() throws Exception {
        check(List.of("models", "add", "--name", "mine", "--labels", "pocket", model()), () -> {
            ProcessRun list = run("models", "list");
            assertEquals(0, list.exitCode(), list.toString());
            if (list.out().lines().anyMatch(line -> line.startsWith("mine "))) {
                assertEquals(0, run("models", "verify", "mine").exitCode());
            }
        });
    }

    @Test
    void theDefaultModelIsTheOldOrTheNewOne() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve("default-model"), "pocket\n");

        check(List.of("models", "use", model()), () -> {
            String chosen = Files.readString(home().resolve("default-model"));
            assertTrue(chosen.equals("pocket\n") || chosen.equals(model() + "\n"), chosen);
        });
    }

    @Test
    void resultsAreTheOldOrTheNewOnes() throws Exception {
        Path results = Files.writeString(folder.resolve("results.csv"), "older\n");

        check(List.of("predict", "--format", "csv", "-o", results.toString(), lemon()), () -> {
            List<String> lines = Files.readAllLines(results);
            assertTrue(lines.equals(List.of("older")) || lines.size() == 2, lines.toString());
        });

        assertEquals(List.of("results.csv"), names(folder));
    }

    @Test
    void aReportsPageIsTheOldOrTheNewOneWithItsPictures() throws Exception {
        Path report = folder.resolve("report");
        assertEquals(0, run("predict", "--report", report + "/", lemon()).exitCode());

        check(List.of("predict", "--report", report + "/", lemon()), () -> {
            Matcher thumbnails = Pattern.compile("thumbnails/[0-9]+/[^\"'#?]+\\.jpg")
                    .matcher(Files.readString(report.resolve("index.html")));
            assertTrue(thumbnails.find(), "the page shows a picture");
            assertTrue(Files.exists(report.resolve(thumbnails.group())), thumbnails.group());
        });

        assertEquals(List.of("index.html", "thumbnails"), names(report));
        assertEquals(1, names(report.resolve("thumbnails")).size());
    }

    @Test
    void movedPicturesAreNeverLost() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (String name : List.of("lemon.png", "teapot.jpg")) {
            Files.copy(TestFiles.SAMPLES.resolve(name), pictures.resolve(name));
        }
        Path sorted = folder.resolve("sorted");

        check(List.of("predict", "-q", "--sort-into", sorted.toString(), "--move", pictures.toString()), () -> {
            if (Files.exists(sorted.resolve(".wasm-classify-journal.jsonl"))) {
                ProcessRun undo = run("unsort", sorted.toString());
                assertEquals(0, undo.exitCode(), undo.toString());
            }
            for (String name : List.of("lemon.png", "teapot.jpg")) {
                assertEquals(-1, Files.mismatch(TestFiles.SAMPLES.resolve(name), pictures.resolve(name)), name);
            }
        });
    }

    private Path home() {
        return folder.resolve("home");
    }

    private static String model() {
        return TestFiles.ROOT.resolve("models/pocket.pb").toString();
    }

    private static String lemon() {
        return TestFiles.SAMPLES.resolve("lemon.png").toString();
    }

    private interface Check {
        void run() throws Exception;
    }

    /**
     * Counts the changes of a whole run, and kills a further run before each of them. In the end the command runs to
     * its end once more, upon all that the killed ones left.
     */
    private void check(List<String> arguments, Check afterwards) throws Exception {
        Path before = Files.createTempDirectory("before");
        copy(folder, before);
        for (Step step : steps(arguments)) {
            delete(folder);
            copy(before, folder);
            ProcessRun killed = trace(arguments, "--inject=" + step.call() + ":signal=KILL:when=" + step.number());
            assertEquals(KILLED, killed.exitCode(), step + ": " + killed);
            afterwards.run();
            ProcessRun again = run(arguments.toArray(String[]::new));
            assertEquals(0, again.exitCode(), step + ": " + again);
        }
        delete(before);
        Files.delete(before);
    }

    /** The {@code number}-th call of this name in its thread. */
    private record Step(String call, int number) {}

    private List<Step> steps(List<String> arguments) throws Exception {
        Path log = Files.createTempFile("trace", ".log");
        ProcessRun whole = trace(arguments, "--output=" + log);
        assertEquals(0, whole.exitCode(), whole.toString());
        Map<String, Integer> counts = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = Pattern.compile("([0-9]+) +([a-z0-9]+)\\(.*").matcher(line);
            if (call.matches() && line.contains(folder.toString())) {
                int number = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
                steps.add(new Step(call.group(2), number));
            } else if (call.matches()) {
                counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
            }
        }
        Files.delete(log);
        assertTrue(!steps.isEmpty(), "changes of " + arguments);
        return steps.stream().distinct().toList();
    }

    private ProcessRun trace(List<String> arguments, String option) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("strace", "--follow-forks", "--quiet=all", "-e", "trace=" + CHANGES));
        command.add(option);
        if (!option.startsWith("--output")) {
            command.add("--output=/dev/null");
        }
        command.addAll(java(arguments));
        return ProcessRun.of(folder, environment(), command);
    }

    private ProcessRun run(String... arguments) throws Exception {
        return ProcessRun.of(folder, environment(), java(List.of(arguments)));
    }

    private Map<String, String> environment() {
        return Map.of("WASM_CLASSIFY_HOME", home().toString(), "WASM_CLASSIFY_ENGINE", "wasm");
    }

    private static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "@" + TestFiles.ROOT.resolve("cli/jvm.options"),
                "-jar",
                JAR.toString()));
        command.addAll(arguments);
        return command;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("home"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** What is in a folder. */
    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException fault) throws IOException {
                if (!directory.equals(folder)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
