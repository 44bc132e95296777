package io.github.wasmclassify.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.worker.PictureClassifier;
import io.github.wasmclassify.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The job as {@code spark-submit} runs it, inside this JVM. */
class ClassifyJobTest {
    private static final String PICTURES = TestFiles.PICTURES.toString();
    private static final String KINDS = "*.{jpg,png,gif,webp,bmp,tif}";

    @TempDir
    private Path folder;

    private static SparkSession session;

    @BeforeAll
    static void start() {
        session = TestSession.local();
    }

    @Test
    void rowsSayWhatTheLibraryAnswers() throws Exception {
        JobOutput output = run("--input", PICTURES, "--glob", KINDS, "--top", "3");

        assertEquals(0, output.exitCode(), output.messages().toString());
        Map<String, Row> rows = output.rows(session);
        try (Stream<Path> files = Files.list(TestFiles.PICTURES)) {
            assertEquals(
                    files.filter(file -> file.toString().matches(".*[.](jpg|png|gif|webp|bmp|tif)"))
                            .count(),
                    rows.size());
        }
        try (Classifier classifier =
                Classifier.open(ClassifierOptions.builder().top(3).build())) {
            rows.forEach((name, row) -> assertShows(classifier.classify(TestFiles.PICTURES.resolve(name)), row));
        }
    }

    private static void assertShows(Classification expected, Row row) {
        assertEquals(expected.width(), row.<Integer>getAs("width"));
        assertEquals(expected.height(), row.<Integer>getAs("height"));
        assertEquals(expected.best().label(), row.getAs("verdict"));
        List<Row> predictions = row.getList(row.fieldIndex("predictions"));
        assertEquals(
                expected.predictions(),
                predictions.stream()
                        .map(found -> new Prediction(found.getInt(0), found.getString(1), found.getFloat(3)))
                        .toList());
        assertEquals("pocket", row.getAs("model"));
        assertEquals(
                "64",
                row.getStruct(row.fieldIndex("preprocessing")).getStruct(0).getString(0));
    }

    @Test
    void badPictureIsRowWithItsCause() throws Exception {
        Path lemon = TestFiles.SAMPLES.resolve("lemon.png");
        Path pictures = Files.createDirectories(folder.resolve("pictures/below"));
        Files.copy(lemon, pictures.resolve("lemon.png"));
        Files.writeString(pictures.resolve("note.txt"), "not a picture at all");
        byte[] whole = Files.readAllBytes(TestFiles.SAMPLES.resolve("orange.jpg"));
        Files.write(pictures.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));
        long limit = Files.size(lemon);
        Files.write(pictures.resolve("large.png"), new byte[(int) limit + 1]);

        JobOutput output = run("--input", folder.resolve("pictures").toString(), "--max-bytes", "" + limit);

        assertEquals(1, output.exitCode());
        Map<String, Row> rows = output.rows(session);
        assertEquals(
                Map.of("cut.jpg", "damaged", "large.png", "too-large", "note.txt", "not-a-picture"),
                rows.entrySet().stream()
                        .filter(entry -> entry.getValue().getAs("verdict") == null)
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> error(entry.getValue(), 0))));
        assertEquals("lemon", rows.get("lemon.png").getAs("verdict"));
        assertEquals(
                "file has " + (limit + 1) + " bytes, and --max-bytes allows " + limit, error(rows.get("large.png"), 1));
        assertTrue(output.messages().get(0).startsWith("1 pictures classified, 3 failed, "), output::toString);
        assertEquals(
                List.of("labels: lemon 1", "failures: damaged 1, not-a-picture 1, too-large 1"),
                output.messages().subList(1, 3));
    }

    private static String error(Row row, int field) {
        return row.getStruct(row.fieldIndex("error")).getString(field);
    }

    @Test
    void jsonLinesAreThoseOfTheLibrary() throws Exception {
        JobOutput output = run("--input", TestFiles.SAMPLES + "/*.{png,jpg}", "--format", "jsonl", "--top", "2");

        PictureClassifier classifier = new PictureClassifier(WorkerOptions.DEFAULT.withTop(2));
        List<String> lines = output.lines();
        assertEquals(9, lines.size());
        for (String line : lines) {
            JsonObject found = withoutTimes(line);
            String path = found.get("path").getAsString();
            byte[] picture = Files.readAllBytes(TestFiles.SAMPLES.resolve(JobOutput.name(path)));
            assertEquals(withoutTimes(classifier.classify(path, picture).toJson()), found);
        }
    }

    private static JsonObject withoutTimes(String line) {
        JsonObject result = JsonParser.parseString(line).getAsJsonObject();
        Stream.of("decodeMillis", "resizeMillis", "inferenceMillis", "warm").forEach(result::remove);
        return result;
    }

    /** RFC 4180: fields with commas or quotes are quoted, quotes are doubled, and nothing is trimmed. */
    @Test
    void tableQuotesWhatHasCommasOrQuotes() throws Exception {
        Path labels = folder.resolve("labels.json");
        Files.writeString(
                labels,
                IntStream.range(0, 200)
                        .mapToObj(i -> "\"a \\\"class\\\", " + i + "\"")
                        .collect(Collectors.joining(",", "[", "]")));

        JobOutput output = run(
                "--input",
                TestFiles.SAMPLES.resolve("lemon.png").toString(),
                "--format",
                "csv",
                "--top",
                "2",
                "--card",
                "labels=" + labels);

        List<String> lines = output.lines();
        assertEquals(3, lines.size(), output::toString);
        assertEquals(
                "path,width,height,verdict,rank,index,label,score,decode_ms,resize_ms,inference_ms,model,engine,"
                        + "error_cause,error,warm",
                lines.get(0));
        String lemon = "\"a \"\"class\"\", 187\"";
        assertTrue(lines.get(1).contains("/lemon.png,"), lines.get(1));
        assertTrue(lines.get(1).contains("," + lemon + ",1,187," + lemon + ",0.6"), lines.get(1));
        assertTrue(lines.get(2).contains("," + lemon + ",2,"), lines.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void resumeClassifiesOnlyWhatIsMissing(OutputFormat format) throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("my pictures, 100%"));
        String input = pictures.toString();
        copy(pictures, "lemon.png", "orange.jpg");
        run("--input", input, "--format", format.name());
        copy(pictures, "pizza.jpg", "teapot.jpg", "candle.png");

        JobOutput again = run("--input", input, "--format", format.name(), "--resume");

        assertTrue(again.messages().get(0).startsWith("3 pictures classified, 0 failed"), again::toString);
        assertEquals(
                List.of("candle.png", "lemon.png", "orange.jpg", "pizza.jpg", "teapot.jpg"),
                paths(again, format).stream().map(JobOutput::name).sorted().toList());
    }

    private static List<String> paths(JobOutput output, OutputFormat format) throws IOException {
        return switch (format) {
            case PARQUET -> List.copyOf(output.rows(session).keySet());
            case JSONL ->
                output.lines().stream()
                        .map(line -> withoutTimes(line).get("path").getAsString())
                        .toList();
            case CSV ->
                output.lines().stream()
                        .filter(line -> !line.startsWith("path,"))
                        .map(line -> line.split("\"")[1])
                        .toList();
        };
    }

    private static void copy(Path target, String... samples) throws IOException {
        for (String sample : samples) {
            Files.copy(TestFiles.SAMPLES.resolve(sample), target.resolve(sample));
        }
    }

    @Test
    void wrongUsageIsOneLine() throws Exception {
        Path existing = Files.createDirectories(folder.resolve("results"));
        assertLine(
                2,
                "output " + existing + " exists; add the missing results with --resume, or choose another folder",
                JobOutput.of(existing, "--input", PICTURES));
        Path missing = folder.resolve("missing");
        assertLine(2, "input " + missing + ": no such file or folder", run("--input", missing.toString()));
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertLine(2, "no files in " + empty, run("--input", empty.toString()));
        assertLine(2, "top must be from 1 to 2147483647, not 0; try '--help'", run("--input", PICTURES, "--top", "0"));
    }

    private static void assertLine(int exitCode, String line, JobOutput output) {
        assertEquals(List.of(line), output.messages());
        assertEquals(exitCode, output.exitCode());
    }

    @Test
    void modelThatExecutorsDoNotHaveIsOneLine() throws Exception {
        JobOutput output = run("--input", PICTURES, "--model", "mine.tflite");

        assertEquals(3, output.exitCode());
        assertEquals(
                List.of("executor driver on 127.0.0.1: no model or file is named `mine.tflite`; send its file to the "
                        + "executors with spark-submit's --files FILE, and name it with --model"),
                output.messages());
    }

    @Test
    void brokenModelIsFoundBeforeAnythingIsClassified() throws Exception {
        Path model = Files.writeString(folder.resolve("broken.onnx"), "no model");

        JobOutput output = run("--input", PICTURES, "--model", model.toString());

        assertEquals(3, output.exitCode());
        assertEquals(1, output.messages().size());
        assertTrue(output.messages().get(0).startsWith("model `" + model + "`: "), output::toString);
        assertTrue(Files.notExists(output.folder()));
    }

    /** Its labels lie beside it, where executors would not find them. */
    @Test
    void modelOfTheDriverIsSentWithWhatIsKnownAboutIt() throws Exception {
        Path model = folder.resolve("mine.pb");
        Files.copy(TestFiles.ROOT.resolve("models/pocket.pb"), model);
        Files.writeString(
                folder.resolve("labels.txt"),
                IntStream.range(0, 200).mapToObj(i -> "thing " + i).collect(Collectors.joining("\n")));

        Row row = run("--input", TestFiles.SAMPLES.resolve("lemon.png").toString(), "--model", model.toString())
                .rows(session)
                .get("lemon.png");

        assertEquals("thing 187", row.getAs("verdict"));
        assertEquals(model.toString(), row.getAs("model"));
        assertTrue(
                DriverModel.send(session, WorkerOptions.DEFAULT.withModel(model.toString()))
                        .location()
                        .equals("mine.pb"),
                "executors find it among the files that were sent");
    }

    private JobOutput run(String... arguments) throws Exception {
        return JobOutput.of(folder.resolve("output"), arguments);
    }
}
