package io.github.wasmclassify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.text.WebAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final Map<String, ModelCard> CARDS = Catalogue.bundled().cards();
    /** What takes an 8-bit number for each pixel says in the file what it means. */
    private static final String OWN_RANGE = "TensorFlow Lite";

    private static final String PINNED = "https://(raw[.]githubusercontent[.]com/[^/]+/[^/]+/COMMIT/|"
            + "media[.]githubusercontent[.]com/media/[^/]+/[^/]+/COMMIT/|huggingface[.]co/[^/]+/[^/]+/resolve/(COMMIT|main)/).+";

    private static Stream<String> names() {
        return CARDS.keySet().stream();
    }

    private static String text(String name, CardField field) {
        return CARDS.get(name).text(field).orElseThrow(() -> new AssertionError(name + " has no " + field.key()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyModelSaysWhatAUserAsks(String name) {
        for (CardField field : List.of(
                CardField.DESCRIPTION, CardField.FORMAT, CardField.LICENCE, CardField.REFERENCE, CardField.TESTED)) {
            text(name, field);
        }
        assertTrue(
                text(name, CardField.LICENCE).matches("Apache-2[.]0|MIT|BSD-3-Clause|this project's"),
                text(name, CardField.LICENCE));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyModelSaysHowItsPicturesArePrepared(String name) {
        text(name, CardField.INPUT_SIZE);
        text(name, CardField.CROP);
        text(name, CardField.CHANNELS);
        ModelCard card = CARDS.get(name);
        boolean hasRange = card.text(CardField.INPUT_RANGE).isPresent();
        boolean hasMean = card.text(CardField.MEAN).isPresent()
                && card.text(CardField.STD).isPresent();
        assertTrue(
                hasRange != hasMean || text(name, CardField.FORMAT).equals(OWN_RANGE) && !hasRange,
                "range, or mean and std");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyModelHasANameForEachClass(String name) {
        int classes = Integer.parseInt(text(name, CardField.CLASSES));
        String labels = text(name, CardField.LABELS);
        assertEquals(!WebAddress.is(labels), LabelSource.isWord(labels));
        switch (labels) {
            case "imagenet" ->
                assertTrue(classes == 1000 || classes == 1001, "ImageNet's classes, or these and the background");
            case "pocket" -> assertEquals(200, classes);
            case "person" -> assertEquals(2, classes);
            default -> {
                assertTrue(labels.matches(pinned()), labels);
                Digest.parse(text(name, CardField.LABEL_DIGEST));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyModelIsHadFromAPlaceThatStaysAndIsKnownByItsContent(String name) {
        Digest digest = Digest.parse(text(name, CardField.DIGEST));
        if (name.equals(Model.POCKET)) {
            return;
        }
        String source = text(name, CardField.SOURCE);
        assertTrue(source.matches(pinned()), source);
        boolean hasSize = CARDS.get(name).text(CardField.BYTES).isPresent();
        assertTrue(digest.algorithm() == Digest.Algorithm.GIT_BLOB || hasSize, "SHA-256 is known with the size");
    }

    private static String pinned() {
        return PINNED.replace("COMMIT", "[0-9a-f]{40}");
    }

    @Test
    void noTwoEntriesAreOneFile() {
        assertEquals(
                CARDS.size(),
                names().map(name -> text(name, CardField.DIGEST)).distinct().count());
    }

    @Test
    void theBuiltInModelIsTheFileThatTheCatalogueSpeaksOf() throws Exception {
        Integrity integrity =
                Integrity.ofModel(Catalogue.bundled().find(Model.POCKET).orElseThrow());

        assertTrue(integrity.problem(TestFiles.ROOT.resolve("models/pocket.pb")).isEmpty());
    }

    @Test
    void whatIsWrongInAUsersCatalogueIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("catalogue.json"), "{\"models\": [{\"name\": \"fish\", \"colour\": \"red\"}]}");

        ModelException e = assertThrows(ModelException.class, () -> Catalogue.ofUser(file));
        String start = "catalogue `" + file + "`: model `fish`: `colour` is not a field of a model card; ";
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        Files.writeString(file, "[]");
        assertEquals(
                "catalogue `" + file + "`: expected {\"models\": [{\"name\": ..., ...}]}",
                assertThrows(ModelException.class, () -> Catalogue.ofUser(file)).getMessage());
        Files.writeString(file, "{\"models\": [{\"name\": \"../fish\"}]}");
        assertTrue(assertThrows(ModelException.class, () -> Catalogue.ofUser(file))
                .getMessage()
                .contains("`../fish` is no such name"));
    }

    @Test
    void theGitIdIsWhatGitSays() {
        // git hash-object of a file with the line "hello"
        assertEquals(
                "git-blob-sha1:ce013625030ba8dba906f756967f9e9ca394464a",
                Digest.of("hello\n".getBytes(StandardCharsets.US_ASCII), Digest.Algorithm.GIT_BLOB)
                        .toString());
    }
}
