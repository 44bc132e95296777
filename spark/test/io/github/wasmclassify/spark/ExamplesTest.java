package io.github.wasmclassify.spark;

import static com.github.stefanbirkner.systemlambda.SystemLambda.tapSystemOut;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code examples/spark}. */
class ExamplesTest {
    private static final Path EXAMPLES = TestFiles.ROOT.resolve("examples/spark");
    private static final Path JAR = TestFiles.ROOT.resolve("spark/target/wasm-classify-spark.jar");
    private static final String PHOTOS = TestFiles.SAMPLES + "/{lemon.png,orange.jpg}";
    private static final String COUNTS = "lemon: 1\norange: 1\n";
    /** Names a Python with PySpark, which brings Spark's own scripts. */
    private static final String PYTHON = "WASM_CLASSIFY_SPARK_PYTHON";

    @TempDir
    private Path folder;

    @Test
    void javaProgramCountsPhotos() throws Exception {
        TestSession.local();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        EXAMPLES.resolve("CountPhotos.java").toString());
        assertEquals(0, failed);
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            var main = loader.loadClass("CountPhotos").getMethod("main", String[].class);

            String counts = tapSystemOut(() -> main.invoke(null, (Object) new String[] {PHOTOS}));

            assertEquals(COUNTS, counts);
        }
    }

    @Test
    void pythonProgramCountsPhotos() throws Exception {
        assertEquals(
                COUNTS,
                sparkProgram("spark-submit", EXAMPLES.resolve("count_photos.py").toString(), PHOTOS));
    }

    @Test
    void scalaProgramCountsPhotos() throws Exception {
        assertEquals(
                COUNTS,
                sparkProgram(
                        "spark-shell",
                        "--conf",
                        "spark.photos=" + PHOTOS,
                        "-I",
                        EXAMPLES.resolve("count_photos.scala").toString()));
    }

    /** The counts that a program of Spark's prints among other lines. */
    private String sparkProgram(String name, String... arguments) throws Exception {
        String python = System.getenv(PYTHON);
        assumeTrue(python != null, "needs a Python with PySpark, named by " + PYTHON);
        assumeTrue(JAR.toFile().exists(), "needs " + JAR);
        String home = output(List.of(python, "-c", "import pyspark; print(pyspark.__path__[0])"), "")
                .strip();
        Stream<String> options = Stream.of(
                home + "/bin/" + name,
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--jars",
                JAR.toString());
        List<String> command = Stream.concat(options, Stream.of(arguments)).toList();
        return output(command, home)
                .lines()
                .filter(line -> line.matches("\\w+: \\d"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** @param home the folder of Spark's own scripts */
    private String output(List<String> command, String home) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SPARK_HOME", home);
        builder.environment().put("PYSPARK_PYTHON", System.getenv(PYTHON));
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the program goes on after its output has ended");
        return out;
    }
}
