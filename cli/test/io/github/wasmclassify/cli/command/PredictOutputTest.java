package io.github.wasmclassify.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wasmclassify.cli.report.Format;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code predict} writes results, for people and to files. */
class PredictOutputTest extends ThreeFiles {
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
