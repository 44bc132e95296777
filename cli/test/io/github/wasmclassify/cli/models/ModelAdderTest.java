package io.github.wasmclassify.cli.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.stefanbirkner.systemlambda.SystemLambda;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.UserFiles;
import io.github.wasmclassify.model.cache.Digest;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.card.ModelDescription;
import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are added. */
class ModelAdderTest {
    private static final int CLASSES = 25;

    @TempDir
    Path folder;

    private Path home;
    private Path file;
    private Path labels;
    private byte[] content;

    @BeforeEach
    void makeFiles() throws Exception {
        home = folder.resolve("home");
        content = Files.readAllBytes(TestFiles.ROOT.resolve("wasm/tests/data/tflite/branches_float32.tflite"));
        file = Files.write(folder.resolve("mine.tflite"), content);
        labels = Files.writeString(folder.resolve("names.txt"), "a name\n".repeat(CLASSES));
    }

    private void add(Examiner examiner) throws Exception {
        SystemLambda.withEnvironmentVariable("WASM_CLASSIFY_HOME", home.toString())
                .execute(() -> new ModelAdder(
                                "mine",
                                file.toString(),
                                ModelCard.EMPTY.with(CardField.LABELS, labels.toString(), "test"),
                                examiner)
                        .add());
    }

    private ModelDescription describeAndDestroy(Model model) {
        ModelDescription description = Classifier.describe(model);
        try {
            Files.writeString(file, "something else");
            Files.delete(labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return description;
    }

    @Test
    void whatIsKeptIsWhatWasDescribed() throws Exception {
        add(this::describeAndDestroy);

        Path kept = home.resolve("models/mine/mine.tflite");
        ModelCard card = new UserFiles(home).added().find("mine").orElseThrow();
        assertArrayEquals(content, Files.readAllBytes(kept));
        assertEquals(content.length, card.number(CardField.BYTES).orElseThrow());
        assertEquals(
                Digest.of(content, Digest.Algorithm.SHA256).toString(),
                card.text(CardField.DIGEST).orElseThrow());
        assertEquals(
                CLASSES,
                Files.readString(home.resolve("models/mine/labels.json")).split("a name", -1).length - 1);
    }

    @Test
    void aModelThatIsRefusedLeavesNothing() {
        assertThrows(
                ModelException.class,
                () -> add(model -> {
                    Classifier.describe(model);
                    throw new ModelException("refused");
                }));

        assertFalse(Files.exists(home.resolve("models/mine")));
        assertFalse(Files.exists(home.resolve("catalogue.json")));
    }
}
