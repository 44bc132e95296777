package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which names the classes of a model file get, how its pictures are prepared, and what is said about that on stderr.
 */
class ModelNamesTest {
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final int CLASSES = 30;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void copyModel() throws Exception {
        model = Files.copy(
                TestFiles.ROOT.resolve("wasm/tests/data/tflite/mobile_float32.tflite"), folder.resolve("thing.tflite"));
    }

    private CommandRun predict(Object... options) {
        return CommandRun.of(
                Stream.of(new Object[] {"predict", "--input-range", "-1..1", "--model", model, LEMON}, options)
                        .flatMap(Arrays::stream)
                        .toArray());
    }

    private Path write(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    /** Lines as in {@code 0 red-0}. */
    private static String numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> i + " " + word + "-" + i).collect(Collectors.joining("\n"));
    }

    private static JsonObject json(CommandRun run) {
        return JsonParser.parseString(run.out().lines().findFirst().orElseThrow())
                .getAsJsonObject();
    }

    @Test
    void withoutLabelsClassesAreShownByNumberAndOneNoteSaysSo() {
        CommandRun run = predict();

        int best = json(predict("--format", "jsonl"))
                .getAsJsonArray("predictions")
                .get(0)
                .getAsJsonObject()
                .get("index")
                .getAsInt();
        assertTrue(run.out().contains("prediction: class " + best + " (confidence "), run.out());
        assertEquals(
                "wasm-classify: model `" + model + "` has " + CLASSES
                        + " classes without names; they are shown by number; --labels FILE " + "names them\n",
                run.err());
        assertEquals(0, run.exitCode());
        for (String format : List.of("json", "jsonl", "csv", "tsv")) {
            assertTrue(predict("--format", format).out().contains("class " + best), format);
        }
        assertEquals("", predict("--quiet").err());
        assertEquals("", predict("--labels", "none").err());
        assertTrue(predict("--labels", "none", "--quiet").out().startsWith("prediction: class " + best + " "));
    }

    @Test
    void whatNobodySaysOfThePixelsIsAssumedAndSaid() throws Exception {
        write("labels.txt", numbered("red", CLASSES));

        CommandRun run = CommandRun.of("predict", "--model", model, LEMON);

        assertEquals(
                "wasm-classify: model `" + model
                        + "` does not state how it expects pixels to be scaled; -1..1 is assumed; --input-range, or --mean "
                        + "and --std, override this\n",
                run.err());
        assertEquals(
                "", CommandRun.of("predict", "--quiet", "--model", model, LEMON).err());
        assertEquals(
                run.err(), CommandRun.of("eval", "--model", model, emptyClass()).err());
        assertEquals("", predict().err());
    }

    private Path emptyClass() throws Exception {
        Path eval = Files.createDirectories(folder.resolve("eval/red-0"));
        Files.copy(LEMON, eval.resolve("lemon.png"));
        return eval.getParent();
    }

    @Test
    void namesBesideTheModelAreTakenWhereTheirNumberFits() throws Exception {
        write("labels.txt", numbered("other", CLASSES - 1));
        write("dict.txt", numbered("red", CLASSES));
        assertTrue(
                predict("--quiet").out().startsWith("prediction: red-"),
                predict().out());

        write("thing_labels.txt", numbered("own", CLASSES));
        assertTrue(predict("--quiet").out().startsWith("prediction: own-"));
        assertEquals("", predict().err());

        Path given = write("given.txt", numbered("given", CLASSES));
        assertTrue(predict("--quiet", "--labels", given).out().startsWith("prediction: given-"));
        assertTrue(CommandRun.of("models", "show", model)
                .out()
                .contains("\nlabels      thing_labels.txt  (beside the model)\n"));
    }

    @Test
    void namesOfAnotherNumberOfClassesAreRefusedWhereTheUserGivesThem() throws Exception {
        Path labels = write("given.txt", numbered("red", CLASSES + 5));

        CommandRun run = predict("--labels", labels);

        assertEquals(
                new CommandRun(
                        3,
                        "",
                        "wasm-classify: label file `" + labels
                                + "` names class 34 but the model has 30 classes, 0 to 29; give the "
                                + "model's own labels with --labels FILE\n"),
                run);
    }

    @Test
    void theBuiltInNamesAreThoseOfTheBuiltInModelAlone() throws Exception {
        Path copy = Files.copy(TestFiles.ROOT.resolve("models/pocket.pb"), folder.resolve("birds.pb"));

        CommandRun run = CommandRun.of("predict", "--quiet", "--model", copy, LEMON);

        assertEquals(
                new CommandRun(
                        3,
                        "",
                        "wasm-classify: model `" + copy
                                + "` has 200 classes and no labels; name them with --labels FILE, or give "
                                + "--labels none to see their numbers, or --labels pocket if it is the built-in model\n"),
                run);
        assertTrue(CommandRun.of("predict", "--quiet", "--model", copy, "--labels", "pocket", LEMON)
                .out()
                .startsWith("prediction: lemon "));
        assertTrue(CommandRun.of("predict", "--quiet", "--model", copy, "--labels", "none", LEMON)
                .out()
                .startsWith("prediction: class 187 "));
        assertEquals("", CommandRun.of("predict", LEMON).err());
    }

    @Test
    void aThousandNamelessClassesAreSaidToBeTakenForImageNets() {
        Path imageNet = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");

        assertEquals(
                "wasm-classify: model `" + imageNet
                        + "` has 1001 classes without names; those of ImageNet are assumed; --labels FILE overrides this\n",
                CommandRun.of("predict", "--model", imageNet, LEMON).err());
        assertEquals(
                "",
                CommandRun.of("predict", "--model", imageNet, "--labels", "imagenet", LEMON)
                        .err());
    }

    @Test
    void aFileBesideSaysHowPixelsArePrepared() throws Exception {
        write("labels.txt", numbered("red", CLASSES));
        write(
                "preprocessor_config.json",
                "{\"do_resize\": true, \"do_rescale\": true, \"do_normalize\": true, \"image_mean\": [0.5, 0.5, 0.5], "
                        + "\"image_std\": [0.25, 0.25, 0.25], \"do_center_crop\": true, \"crop_size\": 7, \"size\": {\"shortest_edge\": 8}}");

        CommandRun run = CommandRun.of("predict", "--format", "jsonl", "--model", model, LEMON);

        assertEquals("", run.err());
        JsonObject preprocessing = json(run).getAsJsonObject("preprocessing");
        for (String key : List.of("mean", "std", "crop")) {
            assertEquals(
                    "preprocessor_config.json",
                    preprocessing.getAsJsonObject(key).get("by").getAsString(),
                    key);
        }
        assertEquals(
                "[127.5]", preprocessing.getAsJsonObject("mean").get("value").toString());
        assertEquals(
                "center:0.875",
                preprocessing.getAsJsonObject("crop").get("value").getAsString());
        CommandRun asked = CommandRun.of(
                "predict",
                "--format",
                "csv",
                "--mean",
                "127.5",
                "--std",
                "63.75",
                "--crop",
                "center:0.875",
                "--model",
                model,
                LEMON);
        assertEquals(scores(asked), scores(CommandRun.of("predict", "--format", "csv", "--model", model, LEMON)));
        assertEquals(
                "-1..1",
                json(predict("--format", "jsonl"))
                        .getAsJsonObject("preprocessing")
                        .getAsJsonObject("inputRange")
                        .get("value")
                        .getAsString());
    }

    private static String scores(CommandRun run) {
        return run.out().lines().skip(1).map(line -> line.split(",")[7]).collect(Collectors.joining());
    }

    @Test
    void jsonThatIsNoCardIsLeftAlone() throws Exception {
        write("labels.txt", numbered("red", CLASSES));
        write("thing.json", "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {}}");
        assertEquals("", predict().err());

        Path meant = write("thing.json", "{\"mean\": 0, \"stdd\": 255}");
        assertEquals(
                "wasm-classify: `" + meant + "` is not a model card and is ignored: unknown field `stdd`\n",
                predict().err());

        Path damaged = write("thing.json", "{\"mean\": ");
        assertEquals(
                "wasm-classify: `" + damaged + "` is not JSON and is ignored\n",
                predict().err());
        assertEquals(0, predict().exitCode());
    }

    @Test
    void aCardNamesItsLabelsFromTheModelsFolderHoweverThatIsNamed() throws Exception {
        write("names.txt", numbered("red", CLASSES));
        write("MODEL.json", "{\"labels\": \"names.txt\"}");
        assertTrue(predict("--quiet").out().startsWith("prediction: red-"));

        model = folder;
        assertTrue(predict("--quiet").out().startsWith("prediction: red-"));

        write("MODEL.json", "{\"labels\": \"../names.txt\"}");
        assertEquals(
                "wasm-classify: label file `" + folder.resolve("../names.txt")
                        + "`: is outside the model's directory\n",
                predict().err());
    }

    @Test
    void namesAndPreparationComeOutOfAZipToo() throws Exception {
        Path zip = folder.resolve("export.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("model_unquant.tflite", "labels.txt")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(
                        name.endsWith("txt")
                                ? numbered("red", CLASSES).getBytes(StandardCharsets.UTF_8)
                                : Files.readAllBytes(model));
            }
        }

        CommandRun run = CommandRun.of("predict", "--format", "jsonl", "--model", zip, LEMON);

        assertEquals("", run.err());
        assertTrue(json(run).get("verdict").getAsString().startsWith("red-"));
        assertEquals(
                "center",
                json(run)
                        .getAsJsonObject("preprocessing")
                        .getAsJsonObject("crop")
                        .get("value")
                        .getAsString());
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        model = Files.move(model, inner.resolve("thing.tflite"));
        Path secret = write("secret.txt", numbered("secret", CLASSES));
        Files.createSymbolicLink(inner.resolve("labels.txt"), secret);

        assertFalse(predict().out().contains("secret"));
        assertTrue(predict("--quiet", "--labels", inner.resolve("labels.txt"))
                .out()
                .startsWith("prediction: secret-"));
    }

    @Test
    void ofSeveralNamesAllAreInTheLabelAndTheFirstNamesTheFolder() throws Exception {
        Path labels = write(
                "given.txt",
                IntStream.range(0, CLASSES)
                        .mapToObj(i -> "n" + (10_000_000 + i) + " thing " + i + ", object " + i)
                        .collect(Collectors.joining("\n")));

        CommandRun run =
                predict("--format", "jsonl", "--labels", labels, "--sort-into", folder.resolve("sorted"), "--copy");

        JsonObject best = json(run).getAsJsonArray("predictions").get(0).getAsJsonObject();
        int index = best.get("index").getAsInt();
        assertEquals("thing " + index + ", object " + index, best.get("label").getAsString());
        JsonArray names = best.getAsJsonArray("names");
        assertEquals("[\"thing " + index + "\",\"object " + index + "\"]", names.toString());
        assertTrue(Files.exists(folder.resolve("sorted/thing " + index + "/lemon.png")));
        assertTrue(predict("--labels", labels)
                .out()
                .contains("prediction: thing " + index + ", object " + index + " (confidence"));
        assertEquals(0, evalOf("n" + (10_000_000 + index), labels).exitCode());
        assertFalse(json(predict("--format", "jsonl"))
                .getAsJsonArray("predictions")
                .get(0)
                .getAsJsonObject()
                .has("names"));
    }

    private CommandRun evalOf(String wordNetId, Path labels) throws Exception {
        Path eval = folder.resolve("eval");
        Files.copy(LEMON, Files.createDirectories(eval.resolve(wordNetId)).resolve("lemon.png"));
        return CommandRun.of("eval", "--model", model, "--labels", labels, eval);
    }

    @Test
    void aModelThatIsAddedKeepsItsNames() throws Exception {
        ModelHome home = new ModelHome(Files.createDirectory(folder.resolve("home")));
        Path labels = write(
                "given.json",
                "["
                        + IntStream.range(0, CLASSES)
                                .mapToObj(i -> "\"" + i + " stars, " + i + "*\"")
                                .collect(Collectors.joining(","))
                        + "]");

        assertEquals(
                0,
                home.models("add", model, "--name", "stars", "--labels", labels).exitCode());
        assertEquals(0, home.models("add", model, "--name", "nameless").exitCode());

        assertTrue(home.run("predict", "--quiet", "--model", "stars", LEMON)
                .out()
                .matches("(?s)prediction: \\d+ stars, \\d+\\* .*"));
        assertTrue(home.run("predict", "--quiet", "--model", "nameless", LEMON)
                .out()
                .startsWith("prediction: class "));
    }

    @Test
    void ofIndependentClassesTheThresholdGivesAll() {
        Path tagger = TestFiles.shared("cases/onnx/tagger.onnx");
        Path blue = TestFiles.shared("cases/colours/blue.png");
        List<Object> options = List.of(
                "predict",
                "--format",
                "jsonl",
                "--labels",
                "none",
                "--input-range",
                "0..255",
                "--channels",
                "bgr",
                "--model",
                tagger);

        JsonArray all = json(CommandRun.of(with(options, "--top", 5, blue))).getAsJsonArray("predictions");
        double second = all.get(1).getAsJsonObject().get("score").getAsDouble();
        JsonArray reaching = json(CommandRun.of(with(options, "--threshold", Math.floor(second * 1000) / 1000, blue)))
                .getAsJsonArray("predictions");

        assertEquals(2, reaching.size(), all + " " + reaching);
        assertTrue(CommandRun.of("models", "show", tagger)
                .out()
                .contains("\nscores      an independent probability for each class"));
    }

    private static Object[] with(List<Object> options, Object... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toArray();
    }
}
