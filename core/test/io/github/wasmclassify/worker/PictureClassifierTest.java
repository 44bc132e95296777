package io.github.wasmclassify.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.testing.TestFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a task of a distributed engine does with a picture. */
class PictureClassifierTest {
    private static final WorkerOptions OPTIONS =
            WorkerOptions.DEFAULT.withTop(2).withCard(ModelCard.EMPTY.with(CardField.LABELS, "none", "test"));

    @Test
    void functionThatTravelledAnswersLikeTheLibrary() throws Exception {
        PictureClassifier classifier = travelled(new PictureClassifier(OPTIONS));

        PictureResult result = classifier.classify("lemon.png", lemon());

        try (Classifier library = Classifier.open(
                ClassifierOptions.builder().top(2).card(OPTIONS.card()).build())) {
            assertEquals(
                    library.classify(lemon()).predictions(),
                    result.classification().orElseThrow().predictions());
        }
        assertEquals(Optional.of("class 187"), result.verdict());
        var json = JsonParser.parseString(result.toJson()).getAsJsonObject();
        assertEquals(1, json.get("version").getAsInt());
        assertEquals("lemon.png", json.get("path").getAsString());
        assertEquals("class 187", json.get("verdict").getAsString());
    }

    private static PictureClassifier travelled(PictureClassifier classifier) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(classifier);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (PictureClassifier) in.readObject();
        }
    }

    @Test
    void tasksAtTheSameTimeGetTheSameAnswers() throws Exception {
        byte[] lemon = lemon();
        PictureClassifier classifier = new PictureClassifier(OPTIONS);

        long right = IntStream.range(0, 40)
                .parallel()
                .filter(i -> classifier.classify("", lemon).verdict().equals(Optional.of("class 187")))
                .count();

        assertEquals(40, right);
    }

    @Test
    void badPictureIsResult() {
        PictureResult result = new PictureClassifier(OPTIONS).classify("x", new byte[100]);

        assertEquals(
                PictureException.Reason.NOT_A_PICTURE,
                result.failure().orElseThrow().reason());
        assertTrue(result.toJson().contains("\"error\":{\"cause\":\"not-a-picture\""), result.toJson());
    }

    @Test
    void modelIsLoadedAgainAfterAllWereClosed() throws Exception {
        PictureClassifier classifier = new PictureClassifier(OPTIONS);
        classifier.classify("", lemon());

        PictureClassifier.closeAll();

        assertEquals(Optional.of("class 187"), classifier.classify("", lemon()).verdict());
    }

    @Test
    void missingModelIsNoResult() {
        PictureClassifier classifier = new PictureClassifier(OPTIONS.withModel("mine.onnx"));

        assertThrows(ModelException.class, () -> classifier.classify("", new byte[100]));
    }

    private static byte[] lemon() throws IOException {
        return Files.readAllBytes(TestFiles.SAMPLES.resolve("lemon.png"));
    }
}
