package io.github.wasmclassify.training.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wasmclassify.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what scikit-learn makes of the same samples, which {@code scripts/make-training-data.py} writes. */
class LogisticRegressionTest {
    private static final Path FOLDER = TestFiles.ROOT.resolve("training/test/io/github/wasmclassify/training/fit");

    private record Unseen(double[] probabilities, float[] features) {}

    private static final class Problem {
        private double strength;
        private double loss;
        private final List<float[]> rows = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<Unseen> unseen = new ArrayList<>();

        Problem(String name) throws IOException {
            for (String line : Files.readAllLines(FOLDER.resolve(name + ".txt"))) {
                String[] words = line.split(" ");
                double[] numbers = Stream.of(words)
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                switch (words[0]) {
                    case "strength" -> strength = numbers[0];
                    case "loss" -> loss = numbers[0];
                    case "fit" -> {
                        labels.add((int) numbers[0]);
                        rows.add(floats(numbers, 1));
                    }
                    default -> {
                        int classes = classes();
                        unseen.add(
                                new Unseen(Arrays.copyOfRange(numbers, 1, 1 + classes), floats(numbers, 1 + classes)));
                    }
                }
            }
        }

        private int classes() {
            return labels.stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
        }

        Samples samples() {
            return new Samples(
                    rows.toArray(float[][]::new),
                    labels.stream().mapToInt(Integer::intValue).toArray(),
                    classes());
        }

        private static float[] floats(double[] numbers, int from) {
            float[] floats = new float[numbers.length - from];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) numbers[from + i];
            }
            return floats;
        }
    }

    /** More samples than features, and far fewer: the fit goes two ways. */
    @ParameterizedTest
    @ValueSource(strings = {"many-samples", "many-features"})
    void theProbabilitiesOfUnseenSamplesAreScikitLearns(String name) throws IOException {
        Problem problem = new Problem(name);
        LinearModel model = LogisticRegression.fit(problem.samples(), problem.strength);
        for (Unseen unseen : problem.unseen) {
            assertArrayEquals(unseen.probabilities, model.probabilities(unseen.features), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"many-samples", "many-features"})
    void theLossIsScikitLearns(String name) throws IOException {
        Problem problem = new Problem(name);
        Samples samples = problem.samples();
        Scaling scaling = Scaling.of(samples.rows());
        Samples scaled = new Samples(scaling.apply(samples.rows()), samples.labels(), samples.classes());
        LogisticLoss loss = new LogisticLoss(scaled, problem.strength);
        double[] point = new double[loss.variables()];
        assertEquals(problem.loss, new Lbfgs(loss, 1e-7).minimise(point), 1e-6);
    }

    @Test
    void theGradientIsTheDifferenceOfNearValues() throws IOException {
        Problem problem = new Problem("many-samples");
        LogisticLoss loss = new LogisticLoss(problem.samples(), 0.3);
        double[] point = new double[loss.variables()];
        for (int i = 0; i < point.length; i++) {
            point[i] = Math.sin(i);
        }
        double[] gradient = new double[point.length];
        loss.at(point, gradient);
        for (int i = 0; i < point.length; i++) {
            double[] before = point.clone();
            double[] after = point.clone();
            before[i] -= 1e-5;
            after[i] += 1e-5;
            double slope =
                    (loss.at(after, new double[point.length]) - loss.at(before, new double[point.length])) / 2e-5;
            assertEquals(slope, gradient[i], 1e-6);
        }
    }

    @Test
    void unequalClassesWeighTheSame() {
        float[][] rows = new float[101][1];
        int[] labels = new int[101];
        rows[100][0] = 1;
        labels[100] = 1;
        LinearModel model = LogisticRegression.fit(new Samples(rows, labels, 2), 0.01);
        assertTrue(model.probabilities(new float[] {1})[1] > 0.5);
        assertEquals(0.5, model.probabilities(new float[] {0.5f})[1], 1e-3);
    }
}
