package io.github.wasmclassify.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.cli.ProcessRun;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code wasm-classify}, in a copy of the project whose Maven is a few lines of shell. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String BUILDING =
            "wasm-classify: building, which is needed only once (the first time, Maven and libraries are downloaded too)\n";
    private static final String PREPARING =
            "wasm-classify: preparing a fast start with this Java, which is needed only once\n";
    private static final String VERSION = "wasm-classify ";

    private static final int CANNOT_START = 5;

    @TempDir
    Path temporary;

    private Path project;
    private Path launcher;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void copyProject() throws Exception {
        copyProject("a project with spaces");
    }

    private void copyProject(String name) throws Exception {
        project = ProjectCopy.in(temporary.resolve(name));
        launcher = project.resolve("wasm-classify");
        maven(ProjectCopy.BUILD + " && " + ProjectCopy.NO_ARCHIVE);
    }

    private void maven(String script) throws IOException {
        ProjectCopy.maven(project, script);
    }

    private int builds() throws IOException {
        Path builds = project.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private ProcessRun run(Path script, String... arguments) throws Exception {
        return runUnder(System.getProperty("java.home"), script, arguments);
    }

    private ProcessRun runUnder(String javaHome, Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent("JAVA_HOME", javaHome);
        return ProcessRun.of(temporary, variables, command);
    }

    @Test
    void buildsOnceThenClassifies() throws Exception {
        String lemon = TestFiles.SAMPLES.resolve("lemon.png").toString();

        ProcessRun first = run(launcher, "predict", "--quiet", lemon);
        ProcessRun second = run(launcher, "predict", "--quiet", lemon);

        assertTrue(first.out().startsWith("prediction: lemon "), first.toString());
        assertEquals(BUILDING, first.err());
        assertEquals(new ProcessRun(0, first.out(), ""), second);
        assertEquals(1, builds());
    }

    @Test
    void buildsAgainAfterAChangeOfTheSources() throws Exception {
        run(launcher, "--version");
        Path source = Files.writeString(project.resolve("cli/src/Some.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

        assertTrue(run(launcher, "--version").out().startsWith(VERSION));
        assertEquals(2, builds());
    }

    @Test
    void startsFromAnArchiveOfItsClasses() throws Exception {
        copyProject("project"); // Java 17 takes no class of a jar below a directory with spaces from an archive
        maven(ProjectCopy.BUILD);
        assertEquals(BUILDING + PREPARING, run(launcher, "--version").err());
        Path log = temporary.resolve("classes");
        environment.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);

        ProcessRun run = run(launcher, "--version");

        assertTrue(run.out().startsWith(VERSION), run.out());
        assertTrue(
                Files.readString(log).contains("io.github.wasmclassify.cli.command.Main source: shared objects file"),
                "not from the archive");
    }

    @Test
    void onePictureIsLeftToTheFastCompiler() throws Exception {
        String lemon = TestFiles.SAMPLES.resolve("lemon.png").toString();
        run(launcher, "--version");
        environment.put("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags");

        ProcessRun one = run(launcher, "predict", "--quiet", "--top", "2", lemon);
        ProcessRun two = run(launcher, "predict", "--quiet", lemon, lemon);

        assertTrue(
                one.out().contains("-XX:TieredStopAtLevel=1") && one.out().contains("prediction: lemon "), one.out());
        assertFalse(two.out().contains("TieredStopAtLevel"), two.out());
        assertTrue(two.out().contains("prediction: lemon "), two.out());
    }

    @Test
    void anArchiveThatDoesNotFitIsNotMentioned() throws Exception {
        maven(ProjectCopy.BUILD);
        ProcessRun fresh = run(launcher, "--version");
        Files.setLastModifiedTime(project.resolve("cli/target/wasm-classify.jar"), FileTime.from(Instant.EPOCH));

        assertEquals(new ProcessRun(0, fresh.out(), ""), run(launcher, "--version"));
        assertEquals(1, builds());
    }

    @Test
    void runsThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a project with spaces/wasm-classify"));
        Path linkToLink = Files.createSymbolicLink(temporary.resolve("link to link"), link);

        assertTrue(run(linkToLink, "--version").out().startsWith(VERSION));
    }

    @Test
    void aFailedBuildShowsItsLogAndIsTriedAgain() throws Exception {
        maven("echo 'cannot find symbol'; exit 1");

        ProcessRun run = run(launcher, "--version");
        run(launcher, "--version");

        assertTrue(run.err().contains("cannot find symbol\nwasm-classify: the build failed; "), run.err());
        assertEquals(CANNOT_START, run.exitCode());
        assertEquals(2, builds());
    }

    @Test
    void aWrongJavaHomeIsNamed() throws Exception {
        ProcessRun run = runUnder("/nowhere", launcher, "--version");

        assertEquals(
                "wasm-classify: JAVA_HOME is /nowhere, which has no bin/java; set it to Java 17 or later, or unset it\n",
                run.err());
        assertEquals(CANNOT_START, run.exitCode());
    }

    @Test
    void anOldJavaIsRefusedBeforeBuilding() throws Exception {
        Path java = Files.createDirectories(temporary.resolve("jdk 11/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho java.base@11.0.2\necho jdk.compiler@11.0.2\n");
        assertTrue(java.toFile().setExecutable(true));

        ProcessRun run = runUnder(temporary.resolve("jdk 11").toString(), launcher, "--version");

        assertEquals("wasm-classify: " + java + " is Java 11; Java 17 or later is needed\n", run.err());
        assertEquals(0, builds());
    }

    /** A Java of another path: its archive is another, its build is the same. */
    @Test
    void anotherJavaOnlyGetsAnArchiveOfItsOwn() throws Exception {
        Path other = Files.createDirectories(temporary.resolve("other/bin")).resolve("java");
        Files.writeString(other, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        assertTrue(other.toFile().setExecutable(true));
        run(launcher, "--version");

        ProcessRun run = runUnder(temporary.resolve("other").toString(), launcher, "--version");

        assertEquals(PREPARING, run.err());
        assertEquals(1, builds());
        assertEquals(
                "",
                runUnder(temporary.resolve("other").toString(), launcher, "--version")
                        .err());
        assertEquals("", run(launcher, "--version").err());
    }

    @Test
    void whatIsBuiltRunsWithoutACompiler() throws Exception {
        Path jre = Files.createDirectories(temporary.resolve("jre/bin")).resolve("java");
        Files.writeString(
                jre,
                "#!/bin/sh\n[ \"$1\" != --list-modules ] || { echo java.base@17.0.2; exit; }\nexec '"
                        + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        assertTrue(jre.toFile().setExecutable(true));

        ProcessRun unbuilt = runUnder(temporary.resolve("jre").toString(), launcher, "--version");
        run(launcher, "--version");
        ProcessRun built = runUnder(temporary.resolve("jre").toString(), launcher, "--version");

        assertEquals(
                "wasm-classify: " + jre
                        + " has no compiler; the first run builds the command and needs a JDK, not only a JRE\n",
                unbuilt.err());
        assertEquals(CANNOT_START, unbuilt.exitCode());
        assertTrue(built.out().startsWith(VERSION), built.toString());
    }

    @Test
    void theJarAloneRuns() throws Exception {
        Path jar = Files.copy(ProjectCopy.JAR, temporary.resolve("alone.jar"));

        ProcessRun run = ProcessRun.of(
                temporary,
                Map.of(),
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-jar",
                        jar.toString(),
                        "predict",
                        "--quiet",
                        TestFiles.SAMPLES.resolve("lemon.png").toString()));

        assertTrue(run.out().startsWith("prediction: lemon "), run.toString());
    }

    @Test
    void aHeapSizeOfTheUsersIsTaken() throws Exception {
        run(launcher, "--version");
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx64m");

        assertTrue(run(launcher, "--version").out().startsWith(VERSION));
    }

    @Test
    void aProjectThatCannotBeWrittenToIsSaidAtOnce() throws Exception {
        Path target = project.resolve("cli/target");
        Files.writeString(target, "in the way of the folder, for root too");

        ProcessRun run = run(launcher, "--version");

        assertEquals(
                "wasm-classify: cannot build in " + target
                        + ": it is not writable; build as its owner, or copy the project\n",
                run.err());
        assertEquals(CANNOT_START, run.exitCode());
    }

    @Test
    void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        lockedBy(ended.pid());

        assertEquals(BUILDING, run(launcher, "--version").err());
    }

    @Test
    void whileAnotherBuildRunsItSaysThatItWaits() throws Exception {
        Process other = new ProcessBuilder("sleep", "3").start();
        lockedBy(other.pid());

        assertEquals(
                "wasm-classify: waiting for another build (process " + other.pid() + ")\n" + BUILDING,
                run(launcher, "--version").err());
    }

    private void lockedBy(long process) throws IOException {
        Path lock = Files.createDirectories(project.resolve("cli/target/build.lock"));
        Files.writeString(lock.resolve("pid"), process + "\n");
    }

    /** As a terminal that is closed, a Ctrl-C and a stop of a container do. */
    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "TERM"})
    void aSignalEndsABuildAndLeavesNoLock(String signal) throws Exception {
        maven("sleep 60");
        ProcessBuilder builder =
                new ProcessBuilder("env", "--default-signal=" + signal, "/bin/sh", launcher.toString(), "--version");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(temporary.resolve("out").toFile())
                .start();
        while (builds() == 0) {
            Thread.sleep(50);
        }

        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();

        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertFalse(Files.exists(project.resolve("cli/target/build.lock")));
    }

    @Test
    void verboseLogsTimingsToStderr() throws Exception {
        String missing = temporary.resolve("missing.png").toString();

        ProcessRun run = run(
                launcher,
                "predict",
                "--verbose",
                TestFiles.SAMPLES.resolve("lemon.png").toString(),
                missing);

        assertTrue(run.err().contains("decode "), run.err());
        assertTrue(run.err().contains(", inputRange -1..1 (catalogue), crop squash (catalogue), "), run.err());
        assertTrue(run.err().contains("NoSuchFileException"), run.err());
        assertFalse(run.out().contains("decode "), run.out());
    }

    /** One name in UTF-8 and one in Latin-1, which is no UTF-8, given as arguments and found in a directory. */
    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1"})
    void filesMayHaveAnyNameInAnyLocale(String locale) throws Exception {
        Path pictures = Files.createDirectory(temporary.resolve("pictures"));
        String script = """
                cp "$1" "$(printf 'caf\\303\\251 \\303\\274 \\346\\274\\242\\345\\255\\227.png')"
                cp "$1" "$(printf 'caf\\351.png')"
                LC_ALL=$2 LANG=$2 exec /bin/sh "$3" predict --format csv ./*.png "$PWD"
                """;
        run(launcher, "--version");

        ProcessRun run = ProcessRun.of(
                pictures,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of(
                        "/bin/sh",
                        "-c",
                        script,
                        "sh",
                        TestFiles.SAMPLES.resolve("lemon.png").toString(),
                        locale,
                        launcher.toString()));

        assertEquals("", run.err());
        assertEquals(
                4, run.out().lines().filter(line -> line.contains(",lemon,")).count(), run.out());
        assertEquals(
                2,
                run.out()
                        .lines()
                        .filter(line -> line.contains("/caf\u00e9 \u00fc \u6f22\u5b57.png,"))
                        .count(),
                run.out());
        assertEquals(
                2,
                run.out()
                        .lines()
                        .filter(line -> line.contains("/caf\ufffd.png,"))
                        .count(),
                run.out());
    }
}
