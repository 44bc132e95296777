package io.github.wasmclassify.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import io.github.wasmclassify.testing.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native TensorFlow is the oracle: the same weights and pictures must give the same probabilities. */
class TensorFlowTruthTest {
    private static final int ALL_CLASSES = 1001;

    private int sameBest;
    private final List<String> otherBest = new ArrayList<>();
    private final List<Double> differences = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"SIMD", "WASM"})
    void photosGetTensorFlowsAnswers(Engine engine) throws Exception {
        compare(mobileNet(engine), TestFiles.shared("photos"));

        assertEquals(62, sameBest + otherBest.size());
        assertTrue(sameBest >= 61, "another best class than TensorFlow's: " + otherBest);
        assertTrue(largestDifference() < 0.05, "largest difference of a probability: " + largestDifference());
        assertTrue(meanDifference() < 0.005, "mean difference of the probabilities: " + meanDifference());
    }

    @ParameterizedTest
    @EnumSource(names = {"SIMD", "WASM"})
    void picturesOfTheModelsSizeGetTensorFlowsProbabilitiesExactly(Engine engine) throws Exception {
        compare(mobileNet(engine), TestFiles.shared("photos-224"));

        assertEquals(17, sameBest, "another best class than TensorFlow's: " + otherBest);
        assertTrue(largestDifference() < 1e-4, "largest difference of a probability: " + largestDifference());
    }

    @ParameterizedTest
    @EnumSource(names = {"SIMD", "WASM"})
    void theQuantisedModelOfTheSameWeightsSeesTheSameInPhotos(Engine engine) throws Exception {
        Path model = TestFiles.shared("models/mobilenet_v2_1.0_224_quant.tflite");
        compare(
                ClassifierOptions.builder()
                        .model(model.toString())
                        .engine(engine)
                        .top(ALL_CLASSES)
                        .build(),
                TestFiles.shared("photos"));

        assertTrue(sameBest >= 60, "another best class than TensorFlow's: " + otherBest);
    }

    private static ClassifierOptions mobileNet(Engine engine) {
        Path model = TestFiles.shared("models/mobilenet_v2_1.0_224_frozen.pb");
        return ClassifierOptions.builder()
                .model(model.toString())
                .engine(engine)
                .top(ALL_CLASSES)
                .build();
    }

    private void compare(ClassifierOptions options, Path folder) throws IOException {
        Map<String, Truth> truths = Truth.ofPhotos(folder.resolve("truth-mobilenet_v2_1.0_224.json"));
        compare(options, folder, truths);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIMD", "WASM"})
    void samplesGetTheAnswersOfTheBuiltInModelUnderTensorFlow(Engine engine) throws Exception {
        Map<String, Truth> truths = Truth.ofSamples(TestFiles.SAMPLES.resolve("truth.json"), "pocket");
        compare(ClassifierOptions.builder().engine(engine).top(200).build(), TestFiles.SAMPLES, truths);

        assertEquals(truths.size(), sameBest, "another best class than TensorFlow's: " + otherBest);
        assertTrue(largestDifference() < 0.05, "largest difference of a probability: " + largestDifference());
    }

    private void compare(ClassifierOptions options, Path folder, Map<String, Truth> truths) {
        try (Classifier classifier = Classifier.open(options)) {
            truths.forEach((picture, truth) -> {
                Classification found = classifier.classify(folder.resolve(picture));
                if (found.best().index() == truth.best()) {
                    sameBest++;
                } else {
                    otherBest.add(picture);
                }
                differences.addAll(truth.differences(index -> score(found, index)));
            });
        }
    }

    private static float score(Classification found, int index) {
        return found.predictions().stream()
                .filter(prediction -> prediction.index() == index)
                .findFirst()
                .orElseThrow()
                .score();
    }

    private double largestDifference() {
        return differences.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private double meanDifference() {
        return differences.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
