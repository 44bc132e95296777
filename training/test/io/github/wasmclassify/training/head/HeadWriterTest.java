package io.github.wasmclassify.training.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.classify.Selection;
import io.github.wasmclassify.model.Model;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.training.fit.LinearModel;
import io.github.wasmclassify.training.fit.Samples;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A head that was written into a file gives there, in the guest, the probabilities that it has by itself. The guest is
 * tested against the formats' own runtimes, and {@code scripts/check-trained.py} runs such files in them.
 */
class HeadWriterTest {
    private static final Path MODELS = TestFiles.ROOT.resolve("wasm/tests/data/features");
    private static final List<String> LABELS = List.of("red", "it's \"green\"", "blau\\");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pocket",
                "gemm.onnx",
                "matmul.onnx",
                "conv.onnx",
                "dense.pb",
                "conv.pb",
                "dense.tflite",
                "conv.tflite",
                "quantised.tflite",
                "trained.onnx",
                "trained.pb",
                "trained.tflite"
            })
    void theFileHasTheHeadsProbabilitiesAndLabels(String model) throws Exception {
        String base = model.equals("pocket") ? model : MODELS.resolve(model).toString();
        Path picture = TestFiles.SAMPLES.resolve("lemon.png");
        try (Classifier features = open(base, true)) {
            BaseModel baseModel = new BaseModel(
                    Model.find(base, ModelCard.EMPTY), features.model().description());
            float[] row = features.classify(picture).features();
            for (boolean isGated : new boolean[] {false, true}) {
                Head head = head(row, isGated);
                Path file = folder.resolve(isGated + HeadWriter.extension(baseModel));
                try (OutputStream out = Files.newOutputStream(file)) {
                    HeadWriter.write(baseModel, head, out);
                }
                try (Classifier trained = open(file.toString(), false)) {
                    assertEquals(head.labels(), trained.labels().names());
                    assertArrayEquals(
                            head.probabilities(row),
                            byIndex(trained.classify(Files.readAllBytes(picture), Selection.ALL)),
                            1e-5f);
                }
            }
        }
    }

    /** How pictures are prepared is in the file, also where only the user knew it. */
    @ParameterizedTest
    @ValueSource(strings = {"gemm.onnx", "dense.pb", "dense.tflite"})
    void theFileSaysHowPicturesArePrepared(String model) throws Exception {
        String base = MODELS.resolve(model).toString();
        ModelCard wishes = ModelCard.EMPTY
                .with(CardField.MEAN, "1,2,3", "test")
                .with(CardField.STD, "50", "test")
                .with(CardField.CROP, "center:0.875", "test");
        ClassifierOptions options = ClassifierOptions.builder()
                .model(base)
                .card(wishes)
                .features(true)
                .build();
        try (Classifier features = Classifier.open(options)) {
            BaseModel baseModel =
                    new BaseModel(Model.find(base, wishes), features.model().description());
            float[] row =
                    features.classify(TestFiles.SAMPLES.resolve("lemon.png")).features();
            Path file = folder.resolve("trained" + HeadWriter.extension(baseModel));
            try (OutputStream out = Files.newOutputStream(file)) {
                HeadWriter.write(baseModel, head(row, false), out);
            }
            try (Classifier trained = open(file.toString(), true)) {
                assertArrayEquals(
                        row,
                        trained.classify(TestFiles.SAMPLES.resolve("lemon.png")).features(),
                        1e-5f);
            }
        }
    }

    private static Classifier open(String model, boolean features) {
        return Classifier.open(
                ClassifierOptions.builder().model(model).features(features).build());
    }

    /** With random weights, and classes that lie around a picture's features. */
    private static Head head(float[] features, boolean isGated) {
        Random random = new Random(1);
        double[][] weights = new double[LABELS.size()][features.length];
        float[][] rows = new float[12][features.length];
        int[] labels = new int[rows.length];
        for (double[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian() / Math.sqrt(row.length);
            }
        }
        for (int s = 0; s < rows.length; s++) {
            labels[s] = s % LABELS.size();
            for (int i = 0; i < features.length; i++) {
                rows[s][i] = features[i] + (float) random.nextGaussian();
            }
        }
        LinearModel model = new LinearModel(weights, new double[] {0.1, -0.2, 0.3});
        Gate gate = Gate.of(new Samples(rows, labels, LABELS.size())).with(2, 1.5);
        List<String> verdicts = isGated ? List.of(LABELS.get(0), LABELS.get(1), LABELS.get(2), "unknown") : LABELS;
        return Head.of(model, isGated ? Optional.of(gate) : Optional.empty(), verdicts);
    }

    private static float[] byIndex(Classification result) {
        float[] scores = new float[result.predictions().size()];
        for (Prediction prediction : result.predictions()) {
            scores[prediction.index()] = prediction.score();
        }
        return scores;
    }
}
