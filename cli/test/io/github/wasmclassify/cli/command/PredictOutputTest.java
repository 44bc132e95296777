package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.cli.report.Format;
import io.github.wasmclassify.testing.TestFiles;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code predict} writes results: a picture, something else, and another picture. */
class PredictOutputTest {
    private static final String[] FIELDS = {
        "path",
        "width",
        "height",
        "verdict",
        "predictions",
        "decodeMillis",
        "resizeMillis",
        "inferenceMillis",
        "warm",
        "model",
        "engine",
        "preprocessing"
    };

    @TempDir
    Path folder;

    private Path lemon;
    private Path text;
    private Path pizza;

    @BeforeEach
    void makePictures() throws Exception {
        lemon = Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), folder.resolve("a \"lemon\", yellow.png"));
        text = Files.writeString(folder.resolve("text.png"), "no picture");
        pizza = Files.copy(TestFiles.SAMPLES.resolve("pizza.jpg"), folder.resolve("p\u00efzza.jpg"));
    }

    private CommandRun predict(Object... options) {
        return CommandRun.of(
                Stream.concat(Stream.of(options), Stream.of(lemon, text, pizza)).toArray());
    }

    private void assertResult(JsonObject result, Path file, int width, String label) {
        assertEquals(file.toString(), result.get("path").getAsString());
        assertEquals(width, result.get("width").getAsInt());
        assertEquals(label, result.get("verdict").getAsString());
        JsonArray predictions = result.getAsJsonArray("predictions");
        assertEquals(2, predictions.size());
        assertEquals(label, predictions.get(0).getAsJsonObject().get("label").getAsString());
        double best = predictions.get(0).getAsJsonObject().get("score").getAsDouble();
        double next = predictions.get(1).getAsJsonObject().get("score").getAsDouble();
        assertTrue(best <= 1 && best >= next && next >= 0, result.toString());
        assertTrue(
                result.get("decodeMillis").getAsDouble() > 0
                        && result.get("inferenceMillis").getAsDouble() > 0,
                result.toString());
        assertEquals("pocket", result.get("model").getAsString());
    }

    private void assertResults(List<JsonObject> results) {
        assertEquals(3, results.size());
        assertResult(results.get(0), lemon, 400, "lemon");
        assertResult(results.get(2), pizza, 480, "pizza, pizza pie");
        JsonObject error = results.get(1).getAsJsonObject("error");
        assertEquals(text.toString(), results.get(1).get("path").getAsString());
        assertEquals(
                "not a picture of a known kind (JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA)",
                error.get("message").getAsString());
        assertEquals("not-a-picture", error.get("cause").getAsString());
        assertFalse(results.get(1).has("predictions"));
    }

    @Test
    void jsonIsOneDocumentWithErrorsInTheirPlaces() {
        CommandRun run = predict("predict", "--format", "json", "--top", 2);
        JsonObject document = JsonParser.parseString(run.out()).getAsJsonObject();

        List<JsonObject> results = new ArrayList<>();
        document.getAsJsonArray("results").forEach(result -> results.add(result.getAsJsonObject()));
        assertEquals(1, document.get("version").getAsInt());
        assertFalse(document.has("summary"));
        assertResults(results);
        assertEquals(List.of(FIELDS), List.copyOf(results.get(0).keySet()));
        assertEquals(1, run.exitCode());
        assertEquals(
                "wasm-classify: " + text
                        + ": not a picture of a known kind (JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA)\n",
                run.err());
    }

    @Test
    void jsonLinesAreADocumentEach() {
        CommandRun run = predict("predict", "--format", "jsonl", "--top", 2);

        List<JsonObject> results = run.out()
                .lines()
                .map(JsonParser::parseString)
                .map(JsonElement::getAsJsonObject)
                .toList();
        assertResults(results);
        assertTrue(results.stream().allMatch(result -> result.get("version").getAsInt() == 1));
    }

    @Test
    void failuresHaveTheSameCausesInBothDecoders() throws Exception {
        byte[] whole = Files.readAllBytes(lemon);
        Path half = Files.write(folder.resolve("half.png"), Arrays.copyOf(whole, whole.length / 2));
        Path pdf = Files.writeString(folder.resolve("page.pdf"), "%PDF-1.7");
        Object[] files = {half, pdf, text, folder.resolve("gone.png"), lemon, folder};

        for (String decoder : List.of("host", "guest")) {
            Object[] options = {
                "predict", "--format", "jsonl", "--decoder", decoder, "--max-pixels", 1000, "--exclude", "*"
            };
            List<String> causes = CommandRun.of(
                            Stream.concat(Stream.of(options), Stream.of(files)).toArray())
                    .out()
                    .lines()
                    .map(line -> JsonParser.parseString(line)
                            .getAsJsonObject()
                            .getAsJsonObject("error")
                            .get("cause")
                            .getAsString())
                    .toList();
            assertEquals(
                    List.of("too-large", "unsupported", "not-a-picture", "unreadable", "too-large", "unreadable"),
                    causes,
                    decoder);
        }
        String damaged = CommandRun.of("predict", "--format", "jsonl", half).out();
        assertTrue(damaged.contains("\"cause\":\"damaged\""), damaged);
    }

    @Test
    void csvHasARowForEachPrediction() throws Exception {
        assertRows(predict("predict", "--format", "csv", "--top", 2).out(), CSVFormat.RFC4180);
    }

    @Test
    void tsvHasTheSameRows() throws Exception {
        assertRows(predict("predict", "--format", "tsv", "--top", 2).out(), CSVFormat.TDF);
    }

    private void assertRows(String table, CSVFormat format) throws Exception {
        List<CSVRecord> rows = format.builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(table))
                .getRecords();

        assertEquals(
                List.of("1", "2", "", "1", "2"),
                rows.stream().map(row -> row.get("rank")).toList());
        assertEquals(
                List.of(
                        "path",
                        "width",
                        "height",
                        "verdict",
                        "rank",
                        "index",
                        "label",
                        "score",
                        "decode_ms",
                        "resize_ms",
                        "inference_ms",
                        "model",
                        "engine",
                        "error_cause",
                        "error",
                        "warm"),
                rows.get(0).getParser().getHeaderNames());
        assertEquals(
                List.of(lemon.toString(), lemon.toString(), text.toString(), pizza.toString(), pizza.toString()),
                rows.stream().map(row -> row.get("path")).toList());
        assertEquals("lemon", rows.get(0).get("label"));
        assertEquals("pizza, pizza pie", rows.get(4).get("verdict"));
        assertEquals("", rows.get(2).get("verdict"));
        assertTrue(rows.get(2).get("error").startsWith("not a picture "));
    }

    @Test
    void scoresAreThoseOfTheText() {
        String json = predict("predict", "--format", "jsonl")
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        double score = JsonParser.parseString(json)
                .getAsJsonObject()
                .getAsJsonArray("predictions")
                .get(0)
                .getAsJsonObject()
                .get("score")
                .getAsDouble();

        assertTrue(predict("predict", "--quiet")
                .out()
                .startsWith(String.format(Locale.ROOT, "prediction: lemon (confidence %.2f, ", score)));
    }

    /** A decimal comma would break tables and programs. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "line", "csv", "json", "jsonl"})
    void theLanguageOfTheMachineDoesNotMatter(String format) {
        Locale usual = Locale.getDefault();
        String[] words = {"predict", "--format", format, "--top", "2", "--summary"};
        try {
            Locale.setDefault(Locale.ROOT);
            String expected = withoutNumbers(predict((Object[]) words).out());
            Locale.setDefault(Locale.GERMANY);

            assertEquals(expected, withoutNumbers(predict((Object[]) words).out()));
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void theSummaryCountsLabelsAndCauses() {
        JsonObject summary = JsonParser.parseString(
                        predict("predict", "--format", "json", "--summary").out())
                .getAsJsonObject()
                .getAsJsonObject("summary");

        assertEquals(2, summary.get("classified").getAsInt());
        assertEquals(1, summary.get("failed").getAsInt());
        assertEquals(
                "{\"lemon\":1,\"pizza, pizza pie\":1}", summary.get("verdicts").toString());
        assertEquals(1, summary.getAsJsonObject("failures").entrySet().size());
        assertFalse(summary.get("stopped").getAsBoolean());
    }

    @Test
    void theSummaryOfTextComesLastAndThatOfTablesOnStderr() {
        String[] lines = predict("predict", "--quiet", "--summary").out().split("\n");
        assertEquals("       1  lemon", lines[2]);
        assertTrue(
                lines[lines.length - 1].matches("summary: 2 classified, 1 failed in \\d+\\.\\d s, \\d+\\.\\d images/s"),
                lines[5]);

        CommandRun table = predict("predict", "--format", "csv", "--summary");
        assertFalse(table.out().contains("summary"));
        assertTrue(table.err().contains("summary: 2 classified, 1 failed in "), table.err());
    }

    @Test
    void aLineAPictureHasItsPathAndShortLabels() {
        List<String> lines = predict("predict", "-l", "--top", 2).out().lines().toList();

        assertTrue(lines.get(0).matches("\\Q" + lemon + "\\E: lemon 0[.]\\d\\d, orange 0[.]\\d\\d"), lines.get(0));
        assertTrue(lines.get(1).matches("\\Q" + pizza + "\\E: pizza 0[.]\\d\\d, .* 0[.]\\d\\d"), lines.get(1));
        assertEquals(2, lines.size());
        assertTrue(CommandRun.of("predict", "-lq", lemon).out().startsWith("lemon 0."));
        assertTrue(CommandRun.of("predict", "-lq", lemon, pizza).out().startsWith(lemon + ": lemon 0."));
        assertTrue(CommandRun.of("predict", "-l", "--threshold", 0.99, lemon)
                .out()
                .matches("\\Q" + lemon + "\\E: unknown 0[.]\\d\\d\n"));
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() throws Exception {
        Path file = Files.copy(lemon, folder.resolve("a\u001b]0;title\u0007\nprediction: b.png"));
        Path labels = Files.write(folder.resolve("labels.txt"), Collections.nCopies(200, "evil\u001b[2J"));

        for (String format : List.of("text", "line")) {
            CommandRun run = CommandRun.of("predict", "--format", format, "--summary", "--labels", labels, file);

            assertTrue(run.out().contains("a\\x1b]0;title\\x07\\x0aprediction: b.png"), run.out());
            assertTrue(run.out().contains("evil [2J"), run.out()); // as labels are read
            assertFalse(run.out().contains("\u001b"), run.out());
        }
        String csv = CommandRun.of("predict", "--format", "csv", file).out();
        assertTrue(csv.contains("\"" + file + "\","), "CSV keeps the bytes: " + csv);
    }

    @Test
    void belowTheThresholdThePictureIsUnknownAndItsPredictionsAreStillThere() {
        CommandRun run = CommandRun.of("predict", "--quiet", "--threshold", 0.99, lemon);
        String[] lines = run.out().split("\n");
        assertEquals("prediction: unknown", lines[0]);
        assertTrue(lines[1].startsWith("            lemon (confidence 0."), lines[1]);
        assertEquals(0, run.exitCode());

        JsonObject json = JsonParser.parseString(
                        CommandRun.of("predict", "--format", "jsonl", "--threshold", 0.99, lemon)
                                .out())
                .getAsJsonObject();
        assertEquals("unknown", json.get("verdict").getAsString());
        assertEquals(
                "lemon",
                json.getAsJsonArray("predictions")
                        .get(0)
                        .getAsJsonObject()
                        .get("label")
                        .getAsString());
    }

    @Test
    void colourAndBarsAreForTerminalsOrTheAsking() {
        assertFalse(predict("predict", "--top", 3).out().contains("\u001b"));
        assertTrue(predict("predict", "--top", 3, "--color", "always").out().contains("\u2588"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anOutputFileIsWhatStdoutWouldBe(Format format) throws Exception {
        Path output = folder.resolve("results");
        Files.writeString(output, "older");

        CommandRun run = predict("predict", "--format", format, "--output", output);

        String stdout = predict("predict", "--format", format).out();
        assertEquals(withoutNumbers(stdout), withoutNumbers(Files.readString(output)));
        assertEquals("", run.out());
        assertEquals(1, run.exitCode());
        assertEquals(List.of(), partFiles());
    }

    /** Which thread gets which picture, and so whose time is not warm, is also a matter of time. */
    private static String withoutNumbers(String output) {
        return output.replaceAll("\\d+\\.\\d+(E-?\\d+)?|\\d+ ms", "#")
                .replace(" (first picture, not warmed up)", "")
                .replaceAll("\"warm\": ?(true|false)", "\"warm\":#")
                .replaceAll("(?m)[,\\t](true|false)$", ",#");
    }

    private List<Path> partFiles() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    @Test
    void anOutputFileStaysAsItWasWhereTheRunCannotBegin() throws Exception {
        Path output = Files.writeString(folder.resolve("results"), "older");

        CommandRun run = predict("predict", "--output", output, "--model", "nonesuch");

        assertEquals(3, run.exitCode());
        assertEquals("older", Files.readString(output));
        assertEquals(List.of(), partFiles());
    }

    @Test
    void anOutputFileThatCannotBeIsSaidAtOnce() {
        CommandRun nowhere = predict("predict", "--output", folder.resolve("nowhere/results"));
        assertEquals(
                "wasm-classify: cannot write " + folder.resolve("nowhere/results") + ": there is no directory `"
                        + folder.resolve("nowhere") + "`\n",
                nowhere.err());
        assertEquals(2, nowhere.exitCode());

        assertEquals(
                "wasm-classify: cannot write " + folder + ": is a directory\n",
                predict("predict", "--output", folder).err());
    }

    @Test
    void failFastEndsAtTheFirstFailure() {
        CommandRun run = predict("predict", "--fail-fast", "--quiet", "--threads", 1);

        assertTrue(run.out().matches("prediction: lemon [^\n]*\n"), run.out());
        assertEquals(1, run.err().lines().count());
        assertEquals(1, run.exitCode());
    }

    @Test
    void aPictureThatTakesTooLongIsGivenUpAndTheNextOnesAreRight() throws Exception {
        Path large = Files.write(folder.resolve("large.jpg"), TestFiles.largePicture());

        CommandRun run = CommandRun.of("predict", "--quiet", "--timeout", 1e-3, "--engine", "wasm", large);
        assertEquals("wasm-classify: " + large + ": took longer than 1 ms; try a larger --timeout\n", run.err());
        assertEquals(124, run.exitCode());

        CommandRun bounded = CommandRun.of("predict", "--quiet", "--timeout", 30, large, lemon);
        assertTrue(bounded.out().contains("prediction: lemon "), bounded.out());
        assertEquals(0, bounded.exitCode());
    }
}
