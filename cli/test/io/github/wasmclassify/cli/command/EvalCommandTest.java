package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.Truth;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code eval} with the built-in model on samples, some of which lie in a wrong folder. What the model takes each for
 * is what native TensorFlow says.
 */
class EvalCommandTest {
    private static final List<Placed> PICTURES = List.of(
            new Placed("71/lighthouse.jpg", 71),
            new Placed("71/deeper/lighthouse-fog.jpg", 71),
            new Placed("Lemon/candle.png", 187),
            new Placed("Lemon/lemon.png", 187),
            new Placed("Lemon/orange.jpg", 187), // lemon is among its five best
            new Placed("TEAPOT/teapot.jpg", 160),
            new Placed("n07747607/pizza.jpg", 186));

    @TempDir
    static Path folder;

    private static Path photos;
    private static Map<String, Truth> answers;

    /** @param classIndex of the class that the folder is named after */
    private record Placed(String path, int classIndex) {
        Truth answer() {
            return answers.get(Path.of(path).getFileName().toString());
        }
    }

    @BeforeAll
    static void makeFolders() throws Exception {
        photos = folder.resolve("photos");
        for (Placed picture : PICTURES) {
            Path copy = photos.resolve(picture.path);
            Files.createDirectories(copy.getParent());
            Files.copy(TestFiles.SAMPLES.resolve(copy.getFileName()), copy);
        }
        Files.writeString(photos.resolve("notes.txt"), "no folder");
        Files.createDirectory(photos.resolve(".cache"));
        answers = Truth.ofSamples(TestFiles.SAMPLES.resolve("truth.json"), "pocket");
    }

    private static CommandRun eval(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("eval"));
        words.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(words.toArray());
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    @Test
    void measuresFollowFromWhatTensorFlowSays() {
        JsonObject result =
                JsonParser.parseString(eval(photos, "--format", "json").out()).getAsJsonObject();

        assertEquals(PICTURES.size(), result.get("classified").getAsInt());
        assertEquals(0, result.get("failed").getAsInt());
        assertEquals(
                PICTURES.stream()
                        .filter(one -> one.answer().best() == one.classIndex)
                        .count(),
                result.get("top1Hits").getAsLong());
        assertEquals(
                PICTURES.stream()
                        .filter(one -> one.answer().indices().contains(one.classIndex))
                        .count(),
                result.get("top5Hits").getAsLong());
        assertEquals(4 / 7.0, result.get("top1").getAsDouble(), 1e-12);
        assertEquals(5 / 7.0, result.get("top5").getAsDouble(), 1e-12);
        JsonObject lemon = result.getAsJsonArray("classes").asList().stream()
                .map(element -> element.getAsJsonObject())
                .filter(one -> one.get("index").getAsInt() == 187)
                .findFirst()
                .orElseThrow();
        assertEquals(
                "{\"index\":187,\"label\":\"lemon\",\"precision\":1.0,\"recall\":0.3333333333333333,\"f1\":0.5,\"support\":3}",
                lemon.toString());
    }

    @Test
    void textHasTheCountsAndARowForEachClass() {
        CommandRun run = eval(photos);

        String text = run.out().replaceFirst("\\d+\\.\\d images/s", "# images/s");
        assertEquals("""
                top-1: 0.5714 (4 of 7)
                top-5: 0.7143 (5 of 7)
                pictures: 7 classified, 0 failed, # images/s

                precision  recall     f1  support  class
                    1.000   1.000  1.000        2  beacon, lighthouse, beacon light, pharos
                    0.000   0.000  0.000        0  candle, taper, wax light
                    1.000   1.000  1.000        1  teapot
                    0.000   0.000  0.000        1  orange
                    1.000   0.333  0.500        3  lemon
                    0.000   0.000  0.000        0  pizza, pizza pie
                    0.500   0.389  0.417        7  (mean)
                """, text);
        assertEquals("", run.err());
    }

    @Test
    void aTableSaysTheSameAsFolders() throws Exception {
        StringBuilder table = new StringBuilder("path,label\n");
        PICTURES.forEach(picture -> table.append("photos/" + picture.path + "," + picture.classIndex + "\n"));
        Path file = Files.writeString(folder.resolve("photos.csv"), table);

        CommandRun ofTable = eval(file, "--format", "csv");

        assertEquals(eval(photos, "--format", "csv").out(), ofTable.out());
        assertEquals(
                "index,label,precision,recall,f1,support",
                ofTable.out().lines().findFirst().orElseThrow());
        assertTrue(ofTable.out().contains("\n187,lemon,1.0,0.3333333333333333,0.5,3\n"), ofTable.out());
        assertTrue(ofTable.err().startsWith("top-1: 0.5714 (4 of 7)\n"), ofTable.err());
    }

    @Test
    void theConfusionMatrixIsATableAndAPicture() throws Exception {
        assumeTrue(hasFonts(), "needs fonts, and Java finds none");
        Path table = folder.resolve("matrix.csv");
        Path picture = folder.resolve("matrix.PNG");

        eval(photos, "--confusion", table, "--confusion", picture);

        List<String> labels = Files.readAllLines(TestFiles.ROOT.resolve("labels/pocket.txt"));
        Map<String, Integer> expected = new TreeMap<>();
        PICTURES.forEach(one -> expected.merge(
                labels.get(one.classIndex) + " as " + labels.get(one.answer().best()), 1, Integer::sum));
        assertEquals(expected, counts(Files.readString(table)));
        assertPicture(ImageIO.read(picture.toFile()));
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")), "temporary files are left");
        }
    }

    private static boolean hasFonts() {
        try {
            return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length > 0;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }

    /** The counts of a matrix that are not 0, by {@code TRUTH as PREDICTION}. */
    private static Map<String, Integer> counts(String csv) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parser = CSVParser.parse(csv, format)) {
            for (var row : parser) {
                row.toMap().forEach((prediction, count) -> {
                    if (!prediction.equals("truth") && !count.equals("0")) {
                        counts.put(row.get("truth") + " as " + prediction, Integer.parseInt(count));
                    }
                });
            }
        }
        return counts;
    }

    /** The classes in order: beacon, candle, teapot, orange, lemon, pizza. Cells are found by their colour. */
    private static void assertPicture(BufferedImage image) {
        boolean[][] blue = new boolean[6][6];
        boolean[][] red = new boolean[6][6];
        int[] corner = corner(image);
        int cell = 44;
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 6; column++) {
                Color color = new Color(image.getRGB(corner[0] + column * cell + 5, corner[1] + row * cell + 5));
                blue[row][column] = color.getBlue() > color.getRed() + 30;
                red[row][column] = color.getRed() > color.getBlue() + 30;
            }
        }
        assertEquals("b-----,------,--b---,-----r,-r-rb-,------", cells(blue, red));
    }

    private static String cells(boolean[][] blue, boolean[][] red) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < blue.length; row++) {
            StringBuilder cells = new StringBuilder();
            for (int column = 0; column < blue.length; column++) {
                cells.append(blue[row][column] ? 'b' : red[row][column] ? 'r' : '-');
            }
            rows.add(cells.toString());
        }
        return String.join(",", rows);
    }

    /** Where the first blue pixel is: in the corner of the first cell, as the picture of the first class is right. */
    private static int[] corner(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color color = new Color(image.getRGB(x, y));
                if (color.getBlue() > color.getRed() + 100) {
                    return new int[] {x, y};
                }
            }
        }
        throw new AssertionError("nothing is blue");
    }

    /** The photos' names begin with their class's WordNet id. */
    @Test
    void foldersNamedByWordNetIdsGiveTensorFlowsAccuracyOfAnImageNetModel() throws Exception {
        Path model = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");
        Path originals = TestFiles.shared("photos");
        Map<String, Truth> truths = Truth.ofPhotos(originals.resolve("truth-mobilenet_v2_1.0_224.json"));
        List<String> ids = Files.readAllLines(TestFiles.ROOT.resolve("labels/imagenet-wordnet-ids.txt"));
        int[] hits = new int[2];
        for (var truth : truths.entrySet()) {
            String file = Path.of(truth.getKey()).getFileName().toString();
            String id = file.split("_")[0];
            if (ids.contains(id)) {
                Path copy = Files.createDirectories(folder.resolve("imagenet").resolve(id))
                        .resolve(file);
                Files.copy(originals.resolve(file), copy);
                hits[0] += truth.getValue().best() == ids.indexOf(id) ? 1 : 0;
                hits[1] += truth.getValue().indices().contains(ids.indexOf(id)) ? 1 : 0;
            }
        }

        String out = eval(folder.resolve("imagenet"), "--model", model, "--format", "jsonl")
                .out();

        assertEquals(1, out.lines().count());
        JsonObject result = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(60, result.get("classified").getAsInt());
        assertEquals(hits[0], result.get("top1Hits").getAsInt());
        assertEquals(hits[1], result.get("top5Hits").getAsInt());
    }

    @Test
    void picturesThatFailAreReportedAndDoNotCount() throws Exception {
        Path photo = Files.createDirectories(folder.resolve("broken/lemon")).resolve("lemon.png");
        Files.copy(TestFiles.SAMPLES.resolve("lemon.png"), photo);
        Path text = Files.writeString(photo.resolveSibling("text.jpg"), "no picture");
        Path empty = Files.createDirectory(folder.resolve("broken/orange"));

        CommandRun run = CommandRun.of("eval", folder.resolve("broken"));

        assertTrue(run.out().startsWith("top-1: 1.0000 (1 of 1)\n"), run.out());
        assertTrue(run.out().contains("pictures: 1 classified, 2 failed"), run.out());
        List<String> lines = run.err().lines().toList();
        assertEquals(2, lines.size(), run.err());
        assertTrue(lines.get(0).startsWith("wasm-classify: " + text + ": "), run.err());
        assertTrue(lines.get(1).startsWith("wasm-classify: " + empty + ": no pictures in this directory"), run.err());
        assertEquals(1, run.exitCode());
    }

    @Test
    void foldersThatAreNamedLikeNoClassAreAllListed() throws Exception {
        Path wrong = Files.createDirectories(folder.resolve("wrong/lemmon"));
        Path unknown = Files.createDirectory(folder.resolve("wrong/n00000000"));
        Files.createDirectory(folder.resolve("wrong/orange"));

        CommandRun run = CommandRun.of("eval", folder.resolve("wrong"));

        assertEquals(
                "wasm-classify: " + wrong + ": the model has no class `lemmon`; did you mean `lemon`?\n"
                        + "wasm-classify: " + unknown
                        + ": the model has no class `n00000000`; its 200 classes are those of pocket; use a name,"
                        + " or an index from 0 to 199\n",
                run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    @Test
    void whatCannotBeUsedIsRefusedAtOnce() {
        assertRefused(
                "`" + photos.resolve("Lemon")
                        + "` contains no folders; it must have one for each class, named after the class,"
                        + " with its pictures",
                photos.resolve("Lemon"));
        assertRefused("`" + folder.resolve("nothing") + "`: no such file", folder.resolve("nothing"));
        assertRefused(
                "cannot write matrix.gif: the name must end in .csv (a table) or .png (an image)",
                photos,
                "--confusion",
                "matrix.gif");
    }

    private static void assertRefused(String message, Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("eval"));
        words.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(words.toArray());

        assertEquals("wasm-classify: " + message + "\n", run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }
}
