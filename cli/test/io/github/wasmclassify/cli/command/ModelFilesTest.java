package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models that are more than one file, or lie in an archive or a folder, and files that are no model that can be read.
 */
class ModelFilesTest {
    private static final Path SHAPES = TestFiles.ROOT.resolve("wasm/tests/data/shapes");
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");
    private static final String BESIDE = "weights_beside.onnx";

    @TempDir
    Path folder;

    private ModelHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new ModelHome(Files.createDirectory(folder.resolve("home")));
    }

    private Path copy(String name) throws Exception {
        return Files.copy(SHAPES.resolve(name), folder.resolve(name));
    }

    private CommandRun predict(Path model) {
        return home.run("predict", "--quiet", "--input-range", "0..1", "--model", model, LEMON);
    }

    private static void assertRefused(CommandRun run, String... parts) {
        assertEquals(3, run.exitCode(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        for (String part : parts) {
            assertTrue(run.err().contains(part), run.err());
        }
    }

    @Test
    void weightsBesideTheModelAreReadAndMissedWhereTheyAreNot() throws Exception {
        Path model = copy(BESIDE);
        assertRefused(predict(model), "`" + BESIDE + ".data`", "belongs beside the model");
        copy(BESIDE + ".data");
        assertEquals(0, predict(model).exitCode());
    }

    @Test
    void noLinkToWeightsLeadsOutOfTheModelsFolder() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path model = Files.copy(SHAPES.resolve(BESIDE), inside.resolve(BESIDE));
        Files.createSymbolicLink(inside.resolve(BESIDE + ".data"), copy(BESIDE + ".data"));
        assertRefused(predict(model), "`" + BESIDE + ".data`", "is a link to a file outside the model's directory");
    }

    @ParameterizedTest
    @CsvSource({
        "../beside.onnx.data12, is outside",
        "/dev/zero/////////////, is outside",
        "./../..//////////////, is outside"
    })
    void noNameOfWeightsLeadsOutOfTheModelsFolder(String location, String why) throws Exception {
        byte[] original = Files.readAllBytes(SHAPES.resolve(BESIDE));
        String text = new String(original, StandardCharsets.ISO_8859_1);
        String same = location.substring(0, Math.min(location.length(), BESIDE.length() + 5));
        String padded = same + "/".repeat(BESIDE.length() + 5 - same.length());
        Path model = folder.resolve("model.onnx");
        Files.write(model, text.replace(BESIDE + ".data", padded).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(predict(model), why);
    }

    @Test
    void aModelIsAddedWithTheWeightsBesideIt() throws Exception {
        Path model = copy(BESIDE);
        copy(BESIDE + ".data");
        CommandRun added = home.models("add", model, "--name", "split", "--input-range", "0..1");
        assertEquals(0, added.exitCode(), added.err());
        Files.delete(folder.resolve(BESIDE + ".data"));
        CommandRun run = home.run("predict", "--quiet", "--model", "split", LEMON);
        assertEquals(0, run.exitCode(), run.err());
    }

    private Path zip(String name, List<String> entries, List<Path> contents) throws Exception {
        Path archive = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(archive);
                var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries.size(); i++) {
                zip.putNextEntry(new ZipEntry(entries.get(i)));
                Files.copy(contents.get(i), zip);
            }
        }
        return archive;
    }

    @Test
    void aModelInAnArchiveIsReadWithWhatLiesBesideItThere() throws Exception {
        Path labels = Files.writeString(folder.resolve("words.txt"), "ant\nbee\ncat\ndog\nelk\n");
        Path archive = zip(
                "export.zip",
                List.of("birds/model.onnx", "birds/labels.txt", "birds/" + BESIDE + ".data"),
                List.of(SHAPES.resolve(BESIDE), labels, SHAPES.resolve(BESIDE + ".data")));
        CommandRun run = predict(archive);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().matches("(?s)prediction: (ant|bee|cat|dog|elk) .*"), run.out());
        Path directory = Files.createDirectory(folder.resolve("directory"));
        Files.copy(SHAPES.resolve("wide.onnx"), directory.resolve("model.onnx"));
        Files.copy(labels, directory.resolve("labels.txt"));
        assertEquals(0, predict(directory).exitCode());
    }

    @Test
    void anArchiveWithSeveralModelsOrNoneIsRefused() throws Exception {
        Path wide = SHAPES.resolve("wide.onnx");
        assertRefused(
                predict(zip("two.zip", List.of("a.onnx", "b.onnx"), List.of(wide, wide))),
                "several models",
                "a.onnx, b.onnx");
        assertRefused(predict(zip("none.zip", List.of("a.txt"), List.of(LEMON))), "zip archive without");
        assertRefused(
                predict(zip("torch.pt", List.of("net/data.pkl"), List.of(LEMON))), "PyTorch", "torch.onnx.export");
    }

    @Test
    void foldersOfOtherProgramsAreNamed() throws Exception {
        Path saved = Files.createDirectory(folder.resolve("saved"));
        Files.write(saved.resolve("saved_model.pb"), new byte[] {8, 1, 18, 4, 10, 2, 18, 0});
        Files.write(saved.resolve("fingerprint.pb"), new byte[] {8});
        assertRefused(predict(saved), "TensorFlow SavedModel", "from_saved_model('DIR')");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertRefused(predict(empty), "is a directory without a .tflite, .onnx or .pb file");
    }

    @Test
    void anInputThatIsNotSquareIsShownAndGivenByBothSides() {
        CommandRun shown = home.models("show", SHAPES.resolve("wide.onnx"));
        assertTrue(shown.out().contains("12x16"), shown.out());
        Path open = SHAPES.resolve("open_axes.onnx");
        assertRefused(home.run("predict", "--model", open, LEMON), "--input-size");
        assertEquals(
                0,
                home.run("predict", "--quiet", "--input-range", "0..1", "--input-size", "12x16", "--model", open, LEMON)
                        .exitCode());
        assertEquals(
                2,
                home.run("predict", "--input-size", "12x", "--model", open, LEMON)
                        .exitCode());
    }

    @Test
    void anyValueCanBeTheInput() {
        Path model = SHAPES.resolve("decodes_itself.pb");
        CommandRun run = home.run(
                "predict",
                "--quiet",
                "--input-range",
                "0..1",
                "--input-node",
                "mul",
                "--input-size",
                "9",
                "--model",
                model,
                LEMON);
        assertEquals(0, run.exitCode(), run.err());
        assertRefused(home.run("predict", "--input-node", "nothing", "--model", model, LEMON), "no node `nothing`");
    }
}
