package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damaged pictures of every sort, through the command: each is classified or refused with one line, in time, and the
 * picture after them is right. The damage is drawn from a seeded generator; {@code -Dpictures.mutations=20000
 * -Dpictures.seed=2} does more of it.
 */
class DamagedPicturesTest {
    private static final int MUTATIONS = Integer.getInteger("pictures.mutations", 200);
    private static final int SEED = Integer.getInteger("pictures.seed", 1);
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final List<String> CAUSES = List.of("damaged", "unsupported", "not-a-picture", "too-large");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"wasm,guest", "wasm,host"})
    void damageEndsInAResultOrInOneLine(String engine, String decoder) throws Exception {
        List<Path> pictures = new ArrayList<>(damaged());
        pictures.add(LEMON);
        Path list = Files.write(
                folder.resolve("list.txt"),
                pictures.stream().map(Path::toString).toList());

        CommandRun run = CommandRun.of(
                "predict",
                "--format",
                "jsonl",
                "--engine",
                engine,
                "--decoder",
                decoder,
                "--max-pixels",
                1_000_000,
                "--timeout",
                60,
                "--files-from",
                list);

        List<JsonObject> records = run.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(pictures.size(), records.size());
        assertEquals("lemon", records.get(records.size() - 1).get("verdict").getAsString());
        List<JsonObject> refused =
                records.stream().filter(record -> record.has("error")).toList();
        for (JsonObject record : refused) {
            assertTrue(
                    CAUSES.contains(record.getAsJsonObject("error").get("cause").getAsString()), record.toString());
        }
        assertEquals(
                refused.stream().map(DamagedPicturesTest::line).toList(),
                run.err().lines().toList());
        assertTrue(refused.size() > MUTATIONS / 4 && refused.size() < MUTATIONS, refused.size() + " refused");
    }

    private static String line(JsonObject record) {
        return "wasm-classify: " + record.get("path").getAsString() + ": "
                + record.getAsJsonObject("error").get("message").getAsString();
    }

    private List<Path> damaged() throws IOException {
        List<Path> sound;
        try (Stream<Path> files = Files.list(TestFiles.PICTURES)) {
            sound = files.filter(file -> !file.toString().endsWith(".rgb"))
                    .sorted()
                    .toList();
        }
        Random random = new Random(SEED);
        List<Path> damaged = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            Path original = sound.get(i % sound.size());
            byte[] file = Files.readAllBytes(original);
            for (int times = random.nextInt(3); times >= 0; times--) {
                file = damage(file, random);
            }
            damaged.add(Files.write(folder.resolve(i + "-" + original.getFileName()), file));
        }
        return damaged;
    }

    /** Overwrites, cuts out, repeats or cuts off a few bytes. */
    private static byte[] damage(byte[] file, Random random) {
        if (file.length == 0) {
            return file;
        }
        byte[] result = file.clone();
        int at = random.nextInt(file.length);
        int end = Math.min(file.length, at + random.nextInt(32));
        switch (random.nextInt(6)) {
            case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> result[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(result, at, Math.min(file.length, at + 4), (byte) (random.nextBoolean() ? 0xff : 0));
            case 3 -> {
                System.arraycopy(file, end, result, at, file.length - end);
                return Arrays.copyOf(result, file.length - (end - at));
            }
            case 4 -> System.arraycopy(file, at, result, random.nextInt(file.length - (end - at) + 1), end - at);
            default -> {
                return Arrays.copyOf(file, at);
            }
        }
        return result;
    }
}
