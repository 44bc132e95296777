package io.github.wasmclassify.model.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void imageNetHasABackgroundClassOnlyAmong1001() {
        assertEquals("background", Labels.bundled("imagenet", 1001).names().get(0));
        assertEquals(
                "tench, Tinca tinca", Labels.bundled("imagenet", 1001).names().get(1));
        assertEquals(
                "tench, Tinca tinca", Labels.bundled("imagenet", 1000).names().get(0));
        assertEquals(1000, Labels.bundled("imagenet", 1000).names().size());
    }

    @Test
    void aWordNetIdMeansTheSameInBothBundledModels() {
        Labels pocket = Labels.bundled("pocket", 200);

        for (Labels imageNet : List.of(Labels.bundled("imagenet", 1000), Labels.bundled("imagenet", 1001))) {
            assertEquals(imageNet.names().size(), imageNet.wordNetIds().size());
            for (int i = 0; i < 200; i++) {
                int there = imageNet.wordNetIds().indexOf(pocket.wordNetIds().get(i));
                assertEquals(pocket.names().get(i), imageNet.names().get(there));
            }
        }
    }

    @Test
    void aClassWithoutANameIsShownByItsNumber() {
        assertEquals(List.of("cat", "class 1", "class 2"), new Labels("here", List.of("cat", "", " \t")).names());
        assertEquals(List.of("class 0", "class 1"), Labels.none(2).names());
    }

    @Test
    void noControlCharacterOfANameReachesATerminal() {
        assertEquals(
                List.of("[31mred", "a b", "txt.exe"),
                new Labels("here", List.of("\u001b[31mred", "a\n\tb", "\u202etxt.exe")).names());
    }

    @Test
    void shortNamesAreTheFirstOnesThatNoOtherClassHas() {
        List<String> labels = List.of(
                "Eskimo dog, husky",
                "crane, bird",
                "crane, machine",
                "maillot",
                "maillot",
                "glass (red, cold)",
                "1,000 lire");

        assertEquals(
                List.of(
                        "Eskimo dog",
                        "crane, bird",
                        "crane, machine",
                        "maillot (3)",
                        "maillot (4)",
                        "glass (red, cold)",
                        "1,000 lire"),
                Synonyms.shortNames(labels));
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        Labels labels = new Labels(
                "here", List.of("1 star", "2 stars", "a;b;c", "'x'", "dog"), List.of("", "", "", "", "n02084071"));

        Labels read = LabelFile.parse(labels.toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8), "here")
                .forClasses(5);

        assertEquals(labels, read);
    }
}
