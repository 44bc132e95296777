package io.github.wasmclassify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in examples/java, built by Maven against the installed library: the jar and the POM of this build, in a
 * repository of their own. What else the build needs is taken from the user's repository.
 */
@DisabledOnOs(OS.WINDOWS)
class ExampleTest {
    private static final Path EXAMPLE = TestFiles.ROOT.resolve("examples/java");
    private static final Path PROGRAM = Path.of("src/main/java/Example.java");
    private static final String INSTALL = "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file";

    @TempDir
    static Path folder;

    private static Path tree;
    private static String printed;

    @BeforeAll
    static void build() throws Exception {
        Path project = copy(folder.resolve("example"));
        tree = folder.resolve("tree.txt");
        Path log = folder.resolve("log.txt");
        Process maven = new ProcessBuilder(
                        TestFiles.ROOT.resolve("mvnw").toString(),
                        "-q",
                        "-B",
                        "-f",
                        project.resolve("pom.xml").toString(),
                        "-Dmaven.repo.local=" + folder.resolve("repository"),
                        "-Dmaven.repo.local.tail=" + usersRepository(),
                        "-Dfile=" + built("target/" + jar()),
                        "-DpomFile=" + built("target/.flattened-pom.xml"),
                        "-DoutputFile=" + tree,
                        "-Dexec.args=lemon.png pizza.jpg",
                        INSTALL,
                        "compile",
                        "dependency:tree",
                        "exec:java")
                .directory(TestFiles.SAMPLES.toFile())
                .redirectError(log.toFile())
                .start();
        printed = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(maven.waitFor(5, TimeUnit.MINUTES), "Maven does not end");
        assertEquals(0, maven.exitValue(), printed + Files.readString(log));
    }

    private static Path copy(Path project) throws IOException {
        for (Path file : List.of(Path.of("pom.xml"), PROGRAM)) {
            Files.createDirectories(project.resolve(file).getParent());
            Files.copy(EXAMPLE.resolve(file), project.resolve(file));
        }
        return project;
    }

    /** Surefire tells which repository its Maven uses. */
    private static String usersRepository() {
        return System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
    }

    private static String jar() throws IOException {
        try (Stream<Path> files = Files.list(TestFiles.ROOT.resolve("core/target"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("wasm-classify-core-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElse("wasm-classify-core.jar");
        }
    }

    private static Path built(String name) {
        Path file = TestFiles.ROOT.resolve("core").resolve(name);
        assumeTrue(Files.exists(file), "needs " + file + ", which Maven builds before the tests");
        return file;
    }

    @Test
    void itClassifiesPictures() {
        assertTrue(printed.matches("lemon.png: lemon 0\\.\\d+\npizza.jpg: pizza.* 0\\.\\d+\n"), printed);
    }

    @Test
    void thePageOfTheLibraryShowsIt() throws IOException {
        assertEquals(Files.readString(EXAMPLE.resolve(PROGRAM)), block("java"));
    }

    @Test
    void thePageOfTheLibraryShowsItsDependencies() throws IOException {
        // the first line is the example itself
        String dependencies = Files.readAllLines(tree).stream()
                .skip(1)
                .map(line -> line.substring(3) + "\n")
                .reduce("", String::concat);

        assertEquals(dependencies, block("text"));
    }

    private static String block(String language) throws IOException {
        String page = Files.readString(TestFiles.ROOT.resolve("docs/library.md"));
        String begin = "```" + language + "\n";
        int start = page.indexOf(begin) + begin.length();
        return page.substring(start, page.indexOf("```", start));
    }
}
