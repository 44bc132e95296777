package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code models} commands without a network, and which model {@code predict} takes. */
class ModelsCommandTest {
    private static final Path POCKET = TestFiles.ROOT.resolve("models/pocket.pb");
    private static final Path LEMON = TestFiles.SAMPLES.resolve("lemon.png");

    @TempDir
    Path folder;

    private ModelHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new ModelHome(Files.createDirectory(folder.resolve("home")));
    }

    /** Names that no other label file has: thing-0 and so on. */
    private Path things(int count) throws Exception {
        String lines =
                IntStream.range(0, count).mapToObj(i -> "thing-" + i + "\n").collect(Collectors.joining());
        return Files.writeString(folder.resolve("things.txt"), lines);
    }

    private static void assertFailed(CommandRun run, String message) {
        assertEquals(new CommandRun(3, "", "wasm-classify: " + message + "\n"), run);
    }

    @Test
    void listNamesWhatIsBuiltInAndWhatCanBePulled() {
        CommandRun run = home.models("list", "--all");

        assertTrue(run.out().contains("\n* pocket "), run.out());
        assertTrue(run.out().matches("(?s).*\n  birds +available +3[.]4 MiB +224 +965 +Apache-2[.]0 +.*"), run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void whatWasNotRunHereIsListedOnlyWithAll() {
        CommandRun usual = home.models("list");
        CommandRun all = home.models("list", "--all");

        assertTrue(usual.out().contains("\n  birds ") && !usual.out().contains("\n  resnet-50 "), usual.out());
        assertTrue(
                usual.err()
                        .matches(
                                "wasm-classify: [0-9]+ more models, which this project has not tested: 'wasm-classify models list --all'\n"),
                usual.err());
        assertTrue(
                all.out()
                        .matches(
                                "(?s).*\n  birds .*\n\nNot tested by this project[.] .*\n  resnet-50 +available +97[.]8 MiB +224 +74[.]97 .*"),
                all.out());
    }

    @Test
    void aModelOfTheUsersIsUsedByItsNameWithItsOwnLabels() throws Exception {
        CommandRun added =
                home.models("add", POCKET, "--name", "mine", "--labels", things(200), "--input-range", "-1..1");
        assertEquals(new CommandRun(0, "mine: added\n", ""), added);

        assertTrue(
                home.models("list").out().matches("(?s).*\n  mine +added +3[.]3 MiB +64 +200\n.*"),
                home.models("list").out());
        assertTrue(
                home.run("predict", "--quiet", "--model", "mine", LEMON).out().startsWith("prediction: thing-187 "));
        assertEquals(
                home.folder().resolve("models/mine/mine.pb") + "\n",
                home.models("path", "mine").out());
        assertTrue(home.models("verify")
                .out()
                .startsWith("mine: ok, 3444380 bytes, sha256:792b86476cd9547aa72e65318dc39e68d548b9254e"));
        assertFailed(
                home.models("add", POCKET, "--name", "mine"),
                "a model `mine` already exists; choose another name, or remove it with 'wasm-classify models rm mine' if it is your own");
    }

    @Test
    void removingSeveralGoesOnAfterOneThatFails() throws Exception {
        home.models("add", POCKET, "--name", "mine", "--labels", things(200));

        CommandRun run = home.models("rm", "pocket", "mine");

        assertEquals("mine: removed\n", run.out());
        assertEquals("wasm-classify: model `pocket` is built in and cannot be removed\n", run.err());
        assertEquals(3, run.exitCode());
    }

    @Test
    void aFileThatIsTheDefaultIsMarked() throws Exception {
        home.models("use", POCKET);

        assertTrue(
                home.models("list")
                        .out()
                        .endsWith("\n* " + POCKET.toAbsolutePath() + " (a file, chosen with 'models use')\n"),
                home.models("list").out());
    }

    @Test
    void whatIsRemovedIsGoneAndNoLongerTheDefault() throws Exception {
        home.models("add", POCKET, "--name", "mine", "--labels", things(200));
        assertEquals(
                "the default model is now mine\n", home.models("use", "mine").out());

        assertEquals(
                new CommandRun(0, "mine: removed; it was the default, which is pocket again\n", ""),
                home.models("rm", "mine"));
        assertFalse(home.models("list").out().contains("mine"));
        assertTrue(home.run("predict", "--quiet", LEMON).out().startsWith("prediction: lemon "));
        assertFailed(home.models("rm", "mine"), "model `mine` is not on this machine");
        assertFailed(home.models("rm", "mobilenet-v2"), "model `mobilenet-v2` is not on this machine");
        assertEquals(
                "no models on this machine except pocket, which is built in\n",
                home.models("verify").out());
        assertFailed(home.models("rm", "pocket"), "model `pocket` is built in and cannot be removed");
    }

    @Test
    void theOptionGoesBeforeTheVariableAndThatBeforeTheChoice() throws Exception {
        home.models("add", POCKET, "--name", "mine", "--labels", things(200));
        assertTrue(home.run("predict", "--quiet", LEMON).out().startsWith("prediction: lemon "));
        home.models("use", "mine");

        assertTrue(home.models("list").out().contains("\n* mine "));
        assertTrue(home.run("predict", "--quiet", LEMON).out().startsWith("prediction: thing-187 "));
        List<String> variable = List.of("WASM_CLASSIFY_MODEL", "pocket");
        assertTrue(home.runWith(variable, "predict", "--quiet", LEMON).out().startsWith("prediction: lemon "));
        assertTrue(home.runWith(variable, "predict", "--quiet", "--model", "mine", LEMON)
                .out()
                .startsWith("prediction: thing-187 "));
    }

    @Test
    void aMisspeltModelIsAnsweredWithTheOneThatWasMeant() {
        assertFailed(
                home.models("pull", "mobilenetv2"),
                "the catalogue has no model `mobilenetv2`; did you mean `mobilenet-v2`?");
        assertFailed(
                home.run("predict", "--model", "birdz", LEMON),
                "no model or file is named `birdz`; did you mean `birds`?");
    }

    @Test
    void aModelThatIsNotHereSaysHowToGetIt() {
        String message = "model `birds` is not on this machine; get it with 'wasm-classify models pull birds'";

        assertFailed(home.run("predict", "--model", "birds", LEMON), message);
        assertFailed(home.models("use", "birds"), message);
        assertFailed(home.models("path", "birds"), message);
        assertFailed(
                home.models("pull", "fish"),
                "the catalogue has no model `fish`; 'wasm-classify models list' shows what it has");
        assertTrue(
                home.models("show", "birds").out().contains("\nclasses     965  (catalogue)\n"),
                home.models("show", "birds").out());
    }

    @Test
    void showSaysWhoSaysWhat() throws Exception {
        Path model = Files.copy(POCKET, folder.resolve("my.pb"));
        Files.writeString(folder.resolve("my.json"), "{\"licence\": \"MIT\", \"mean\": [10, 20.5, 30], \"std\": 2}");

        String sheet = home.models("show", model, "--crop", "center:0.875").out();

        assertTrue(sheet.contains("\nlicence     MIT  (my.json)\n"), sheet);
        assertTrue(sheet.contains("\nmean        10,20.5,30  (my.json)\n"), sheet);
        assertTrue(sheet.contains("\ncrop        center:0.875  (--crop)\n"), sheet);
        assertTrue(sheet.contains("\nclasses     200  (model file)\n"), sheet);
        assertTrue(sheet.contains("\nmacs        22.0 million "), sheet);
        assertTrue(
                home.models("show", POCKET).out().contains("\nmean        127.5  (default)\n"),
                home.models("show", POCKET).out());
    }

    @Test
    void aFamilyIsRecognisedAndTheChoiceIsShown() {
        Path slim = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");

        String sheet = home.models("show", slim).out();

        assertTrue(sheet.contains("\nmean        127.5  (recognised as TF-slim, Inception preprocessing)\n"), sheet);
        assertTrue(sheet.contains("\nlabels      imagenet  (by the number of classes)\n"), sheet);
    }

    @Test
    void whatBelongsToOneConventionReachesTheGuest() {
        CommandRun usual = home.run("predict", "--quiet", "--top", 5, LEMON);

        assertEquals(usual, home.run("predict", "--quiet", "--top", 5, "--preprocess", "inception", LEMON));
        assertEquals(
                usual,
                home.run("predict", "--quiet", "--top", 5, "--mean", "127.5", "--std", "127.5,127.5,127.5", LEMON));
        assertEquals(
                usual,
                home.run("predict", "--quiet", "--top", 5, "--preprocess", "raw", "--input-range", "-1..1", LEMON));
        for (List<String> other : List.of(
                List.of("--channels", "bgr"), List.of("--crop", "center:0.5"), List.of("--preprocess", "vgg"))) {
            assertFalse(
                    usual.equals(home.run("predict", "--quiet", "--top", 5, other.get(0), other.get(1), LEMON)),
                    other.toString());
        }
    }

    @Test
    void aCardBesideAModelNamesItsLabels() throws Exception {
        Path model = Files.copy(POCKET, folder.resolve("my.pb"));
        things(201);
        Files.writeString(folder.resolve("MODEL.json"), "{\"labels\": \"things.txt\", \"labelOffset\": 1}");

        assertTrue(home.run("predict", "--quiet", "--model", model, LEMON).out().startsWith("prediction: thing-188 "));
    }

    @Test
    void aCardThatIsWrongIsNamedWithWhatIsWrong() throws Exception {
        Path model = Files.copy(POCKET, folder.resolve("my.pb"));
        Path card = folder.resolve("my.json");
        Files.writeString(card, "{\"crop\": \"middle\"}");
        assertFailed(
                home.run("predict", "--model", model, LEMON),
                "model card `" + card + "`: `crop` must be squash, center or center:FRACTION, not `middle`");

        Files.writeString(card, "{\"classes\": 100}");
        assertFailed(
                home.run("predict", "--model", model, LEMON),
                "model `" + model + "` has 200 classes, but the my.json states 100");

        Files.writeString(card, "{\"digest\": \"sha256:" + "0".repeat(64) + "\"}");
        CommandRun run = home.run("predict", "--model", model, LEMON);
        assertTrue(run.err().contains("is damaged or a different file: its digest is sha256:792b8647"), run.err());
    }

    @Test
    void labelsPackedIntoAFileAreTaken() throws Exception {
        Path model = folder.resolve("packed.tflite");
        Path float32 = TestFiles.ROOT.resolve("wasm/tests/data/tflite/mobile_float32.tflite");
        Files.copy(float32, model);
        CommandRun none = home.run("predict", "--model", model, LEMON);
        int classes = Integer.parseInt(none.err().replaceFirst("(?s).*has ([0-9]+) classes.*", "$1"));
        try (OutputStream out = Files.newOutputStream(model, StandardOpenOption.APPEND);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("labels.txt"));
            zip.write(Files.readAllBytes(things(classes)));
        }

        CommandRun run = home.run("predict", "--quiet", "--model", model, LEMON);

        assertTrue(run.out().startsWith("prediction: thing-"), run.toString());
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertWrongUsage(
                "--input-range cannot be combined with --mean or --std", "--mean", "1", "--input-range", "0..1");
        assertWrongUsage("--mean must be one number or three, not `1,2`", "--mean", "1,2");
        assertWrongUsage("--std must be one number or three, none of them 0, not `0`", "--std", "0");
        assertWrongUsage("--input-size must be from 1 to 4096, or as in 224x320, not `0`", "--input-size", "0");
        assertWrongUsage("--preprocess: expected inception, vgg, imagenet or raw, not caffe", "--preprocess", "caffe");
    }

    private void assertWrongUsage(String message, String... options) {
        Object[] arguments = new Object[options.length + 2];
        arguments[0] = "predict";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[arguments.length - 1] = LEMON;

        assertEquals(
                new CommandRun(2, "", "wasm-classify: " + message + "; try 'wasm-classify predict --help'\n"),
                home.run(arguments));
    }

    @Test
    void aNodeThatIsNotThereIsNamed() {
        CommandRun run = home.run("predict", "--output-node", "nowhere", LEMON);

        assertTrue(
                run.err().startsWith("wasm-classify: model `pocket`: ")
                        && run.err().contains("`nowhere`"),
                run.err());
        assertEquals(3, run.exitCode());
    }
}
