package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The measurements of {@code bench} have the shape that people and scripts read; what they measure is the machine's
 * business.
 */
class BenchCommandTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    @TempDir
    Path temporary;

    @Test
    void theTableHasALineForEachPhase() {
        CommandRun run = bench("--threads", "2", LEMON);

        List<String> firstWords = run.out()
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ")[0])
                .skip(3)
                .toList();
        assertEquals(
                List.of("ms", "decode", "resize", "inference", "total", "start", "throughput", "peak"),
                firstWords,
                run.out());
        assertTrue(run.out().contains("3 runs, after 1 to warm up, of " + LEMON), run.out());
        assertTrue(run.out().contains(" images/s with 2 guests"), run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void jsonSaysTheSameToPrograms() {
        JsonObject result = json(bench("--json", "--threads", "1", LEMON));

        assertEquals(
                Set.of(
                        "machine",
                        "model",
                        "engine",
                        "threads",
                        "pictures",
                        "warmUpRuns",
                        "runs",
                        "milliseconds",
                        "throughput",
                        "startMilliseconds",
                        "peakMemoryMib"),
                result.keySet());
        assertEquals(
                Set.of("cpu", "cores", "java", "system"),
                result.getAsJsonObject("machine").keySet());
        assertEquals(
                Set.of("jvm", "module", "guest", "model", "firstPicture"),
                result.getAsJsonObject("startMilliseconds").keySet());
        JsonObject phases = result.getAsJsonObject("milliseconds");
        assertEquals(Set.of("decode", "resize", "inference", "total"), phases.keySet());
        for (String phase : phases.keySet()) {
            JsonObject percentiles = phases.getAsJsonObject(phase);
            assertTrue(
                    0 < number(percentiles, "p50")
                            && number(percentiles, "p50") <= number(percentiles, "p90")
                            && number(percentiles, "p90") <= number(percentiles, "p99"),
                    phase + " " + percentiles);
        }
        assertTrue(
                number(phases.getAsJsonObject("total"), "p99") >= number(phases.getAsJsonObject("inference"), "p50"),
                phases.toString());
    }

    @Test
    void aProfileHasTheMultiplicationsOfTheNetwork() {
        JsonObject result = json(bench("--json", "--profile"));

        List<JsonObject> layers = StreamSupport.stream(
                        result.getAsJsonArray("layers").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
        assertEquals(Set.of("name", "op", "macs", "millis"), layers.get(0).keySet());
        // pocket ends in a matrix of 768 features by 200 classes and a softmax
        assertEquals("Softmax", layers.get(layers.size() - 1).get("op").getAsString());
        assertEquals(768 * 200, layers.get(layers.size() - 2).get("macs").getAsInt());
    }

    @Test
    void aProfileEndsWithItsSum() {
        List<String> lines = bench("--profile").out().lines().toList();

        assertTrue(lines.get(lines.size() - 1).matches(" +[0-9.]+ +100\\.0 .* all +[0-9]+ layers"), lines.toString());
    }

    @Test
    void aFileThatIsNoPictureEndsIt() throws Exception {
        Path text = Files.writeString(temporary.resolve("text.jpg"), "not a picture");

        CommandRun run = bench(LEMON, text);

        assertTrue(run.err().startsWith("wasm-classify: " + text + ": "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.exitCode());
    }

    @Test
    void aMissingFileEndsIt() {
        CommandRun run = bench(temporary.resolve("missing.jpg"));

        assertEquals("wasm-classify: " + temporary.resolve("missing.jpg") + ": no such file\n", run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void noRunsAreWrongUsage() {
        CommandRun run = CommandRun.of("bench", "--runs", "0");

        assertEquals(
                "wasm-classify: --runs must be from 1 to 1000000, not 0; try 'wasm-classify bench --help'\n",
                run.err());
        assertEquals(2, run.exitCode());
    }

    private static CommandRun bench(Object... arguments) {
        Object[] all = new Object[arguments.length + 5];
        System.arraycopy(new Object[] {"bench", "--runs", "3", "--warm-up", "1"}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return CommandRun.of(all);
    }

    private static JsonObject json(CommandRun run) {
        assertEquals("", run.err());
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static double number(JsonObject object, String key) {
        return object.get(key).getAsDouble();
    }
}
