package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** How {@code predict} writes results for programs: JSON and tables. */
class PredictRecordsTest extends ThreeFiles {
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
}
