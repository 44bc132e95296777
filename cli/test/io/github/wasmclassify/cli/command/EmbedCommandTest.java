package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code embed} with the built-in model; a file that is no picture stands between two pictures. */
class EmbedCommandTest {
    private static final int WIDTH = 768;
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final Path TEXT = TestFiles.SAMPLES.resolve("README.md");
    private static final Path PIZZA = TestFiles.SAMPLES.resolve("pizza.jpg");

    @TempDir
    Path folder;

    private static CommandRun embed(Object... options) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("embed", LEMON, TEXT, PIZZA), Stream.of(options))
                .toArray());
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.err().contains(TEXT + ": "), run.err());
        return run;
    }

    private static float[] features(JsonObject line) {
        return new Gson().fromJson(line.get("features"), float[].class);
    }

    @Test
    void everyFormatHasTheSameNumbersInTheSameOrder() throws Exception {
        List<JsonObject> lines = embed().out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        List<String> table = embed("--format", "csv").out().lines().toList();
        Path array = folder.resolve("features.npy");
        embed("--format", "npy", "--output", array);
        ByteBuffer npy = ByteBuffer.wrap(Files.readAllBytes(array)).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + npy.getShort(8);

        assertEquals(
                List.of(LEMON.toString(), TEXT.toString(), PIZZA.toString()),
                lines.stream().map(line -> line.get("path").getAsString()).toList());
        assertEquals(0, header % 64);
        String description = new String(npy.array(), 10, header - 10, StandardCharsets.US_ASCII);
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (3, " + WIDTH + "), }", description.strip());
        assertTrue(table.get(0).startsWith("path,error_cause,error,f0,f1,"));
        for (int row : new int[] {0, 2}) {
            float[] expected = features(lines.get(row));
            assertEquals(WIDTH, expected.length);
            float[] ofArray = new float[WIDTH];
            npy.position(header + row * WIDTH * Float.BYTES);
            npy.asFloatBuffer().get(ofArray);
            assertArrayEquals(expected, ofArray);
            String[] cells = table.get(row + 1).split(",");
            assertEquals(expected[WIDTH - 1], Float.parseFloat(cells[cells.length - 1]));
        }
        assertTrue(lines.get(1).has("error"));
        assertTrue(Float.isNaN(npy.getFloat(header + WIDTH * Float.BYTES)));
    }

    @Test
    void anotherNodeCanBeNamed() {
        CommandRun run = CommandRun.of("embed", "--output-node", "probabilities", LEMON);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(200, features(JsonParser.parseString(run.out()).getAsJsonObject()).length);
    }
}
