package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.testing.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's face, on a scripted guest of three classes. */
class ClassifierTest {
    @TempDir
    Path folder;

    private ClassifierOptions.Builder options;

    @BeforeEach
    void writeModelAndLabels() throws Exception {
        options = ClassifierOptions.builder()
                .module(TestFiles.scriptedGuest())
                .model(file("a model").toString())
                .labels(file("lemon\norange\nlime\n"));
    }

    private Path file(String content) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "", ""), content);
    }

    private static byte[] picture(String script) {
        return script.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void namesTheClassesThatTheGuestFinds() {
        try (Classifier classifier = Classifier.open(options.top(2).build())) {
            Classification result = classifier.classify(picture("a picture"));

            assertEquals(
                    List.of(new Prediction(2, "lime", 0.75f), new Prediction(0, "lemon", 0.25f)), result.predictions());
            assertEquals(640, result.width());
            assertEquals(480, result.height());
            assertEquals(Duration.ofNanos(1_500_000), result.decode());
            assertEquals(Duration.ofNanos(500_000), result.resize());
            assertEquals(Duration.ofMillis(61), result.inference());
        }
    }

    @Test
    void aGuestThatTrapsIsReplacedForTheNextPicture() {
        try (Classifier classifier = Classifier.open(options.build())) {
            for (String broken : List.of("Trap", "Class that does not exist", "No class", "X")) {
                assertThrows(PictureException.class, () -> classifier.classify(picture(broken)), broken);
                assertEquals(
                        "lime", classifier.classify(picture("a picture")).best().label(), "after " + broken);
            }
        }
    }

    @Test
    void askingForMoreClassesThanThereAreReturnsThoseThereAre() {
        try (Classifier classifier = Classifier.open(options.top(1_000_000_000).build())) {
            assertEquals(
                    2, classifier.classify(picture("a picture")).predictions().size());
        }
    }

    @Test
    void aModelThatTheGuestRefusesIsNamed() throws Exception {
        Path bad = file("Bad model");

        ModelException e = assertThrows(
                ModelException.class,
                () -> Classifier.open(options.model(bad.toString()).build()));

        assertTrue(e.getMessage().startsWith("model `" + bad + "`: not for"), e.getMessage());
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassifierOptions.builder().top(0).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassifierOptions.builder().maxMemory(0).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassifierOptions.builder().maxMemory((2L << 30) + 1).build());
    }
}
