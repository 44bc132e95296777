package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Odd and broken pictures from public decoder test suites and fuzz corpora, through the command. Each is classified, or
 * refused with one line and a cause, and the picture after it is right; Pillow's size of a picture is the right one. By
 * default one in {@value #DEFAULT_STEP} is tried; {@code scripts/check-corpora.sh} tries all.
 */
class CorporaTest {
    private static final int DEFAULT_STEP = 10;
    private static final int STEP = Integer.getInteger("corpora.step", DEFAULT_STEP);
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final int TIMEOUT_SECONDS = 60; // far above what any takes, also on a busy machine
    private static final List<String> CAUSES = List.of("damaged", "unsupported", "not-a-picture", "too-large");

    @TempDir
    Path folder;

    /** How many pictures of one folder and kind there are, and what became of them. */
    private final Map<String, Map<String, Integer>> table = new TreeMap<>();

    private final List<String> faults = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"wasm,guest", "simd,host"})
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyPictureIsClassifiedOrRefusedWithOneLine(String engine, String decoder) throws Exception {
        Path corpora = TestFiles.shared("corpora");
        List<String[]> index = Files.readAllLines(corpora.resolve("index.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .toList();
        List<String[]> sample = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < index.size(); i += STEP) {
            sample.add(index.get(i));
            paths.add(corpora.resolve(index.get(i)[0]).toString());
            paths.add(LEMON.toString());
        }
        Path list = Files.write(folder.resolve("list.txt"), paths);

        CommandRun run = CommandRun.of(
                "predict",
                "--format",
                "jsonl",
                "--engine",
                engine,
                "--decoder",
                decoder,
                "--timeout",
                TIMEOUT_SECONDS,
                "--files-from",
                list);

        List<JsonObject> records = run.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(paths.size(), records.size());
        for (int i = 0; i < sample.size(); i++) {
            check(sample.get(i), records.get(2 * i));
            if (!verdict(records.get(2 * i + 1)).equals("lemon")) {
                faults.add("the picture after " + sample.get(i)[0] + ": " + records.get(2 * i + 1));
            }
        }
        checkLines(run.err(), records);
        print(engine + ", " + decoder);
        assertFalse(table.isEmpty());
        assertEquals(List.of(), faults);
    }

    private void check(String[] columns, JsonObject record) {
        String kind = columns[0].split("/")[0] + " " + columns[3].replace("(magic)", "");
        count(kind, "files");
        boolean isRightForPillow = columns[7].startsWith("ok");
        if (!record.has("error")) {
            count(kind, "decoded");
            if (isRightForPillow && !isSizeOf(record, columns)) {
                count(kind, "wrong");
                faults.add(columns[0] + ": " + record);
            }
            return;
        }
        String cause = record.getAsJsonObject("error").get("cause").getAsString();
        count(kind, cause);
        if (!CAUSES.contains(cause)) {
            faults.add(columns[0] + ": " + record);
        }
        if (isRightForPillow) {
            count(kind, "Pillow decodes");
            refusals.add(columns[0] + ": "
                    + record.getAsJsonObject("error").get("message").getAsString());
        }
    }

    private void count(String kind, String column) {
        table.computeIfAbsent(kind, key -> new TreeMap<>()).merge(column, 1, Integer::sum);
    }

    private static String verdict(JsonObject record) {
        return record.has("verdict") ? record.get("verdict").getAsString() : "";
    }

    /** The index has the size as stored. Pillow makes the screen of a GIF larger where a frame reaches beyond it. */
    private static boolean isSizeOf(JsonObject record, String[] columns) {
        int[] sides = {record.get("width").getAsInt(), record.get("height").getAsInt()};
        int[] expected = {Integer.parseInt(columns[5]), Integer.parseInt(columns[6])};
        boolean isInside = sides[0] <= expected[0] && sides[1] <= expected[1];
        Arrays.sort(sides);
        Arrays.sort(expected);
        return Arrays.equals(sides, expected) || columns[3].equals("GIF") && isInside;
    }

    /** stderr has one line for each picture that was refused, in their order, and nothing else. */
    private void checkLines(String err, List<JsonObject> records) {
        List<String> expected = records.stream()
                .filter(record -> record.has("error"))
                .map(record -> "wasm-classify: " + record.get("path").getAsString() + ": "
                        + record.getAsJsonObject("error").get("message").getAsString())
                .toList();
        assertEquals(expected, err.lines().toList());
    }

    private void print(String title) {
        List<String> columns = new ArrayList<>(List.of("files", "decoded"));
        columns.addAll(CAUSES);
        columns.addAll(List.of("wrong", "Pillow decodes"));
        System.out.printf(
                "%n| %s | %s |%n|---|%s%n", title, String.join(" | ", columns), "---|".repeat(columns.size()));
        table.forEach((kind, counts) -> {
            List<String> cells = columns.stream()
                    .map(column -> counts.getOrDefault(column, 0).toString())
                    .toList();
            System.out.printf("| %s | %s |%n", kind, String.join(" | ", cells));
        });
        refusals.forEach(System.out::println);
    }
}
