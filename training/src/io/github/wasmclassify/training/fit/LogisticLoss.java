package io.github.wasmclassify.training.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean negative log-likelihood of the classes under a softmax of linear scores, plus half the strength times the
 * sum of squared weights. The point has the weights of the first class, of the second and so on, and then the biases,
 * which are not penalised.
 */
final class LogisticLoss implements Objective {
    /** Fixed, so that sums are added in the same order on every machine. */
    private static final int PARTS = 8;

    private static final int LEAST_ROWS_PER_PART = 256;

    private final Samples samples;
    private final double[] weights;
    private final double strength;
    private final int width;

    LogisticLoss(Samples samples, double strength) {
        this.samples = samples;
        this.strength = strength;
        weights = samples.balancedWeights();
        width = samples.rows()[0].length;
    }

    int variables() {
        return samples.classes() * (width + 1);
    }

    @Override
    public double at(double[] point, double[] gradient) {
        int parts = Math.max(1, Math.min(PARTS, samples.size() / LEAST_ROWS_PER_PART));
        List<double[]> sums = IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> part(point, (int) ((long) samples.size() * part / parts), (int)
                        ((long) samples.size() * (part + 1) / parts)))
                .toList();
        int variables = gradient.length;
        double value = 0;
        Arrays.fill(gradient, 0);
        for (double[] sum : sums) {
            value += sum[variables] / samples.size();
            for (int i = 0; i < variables; i++) {
                gradient[i] += sum[i] / samples.size();
            }
        }
        for (int i = 0; i < samples.classes() * width; i++) {
            value += 0.5 * strength * point[i] * point[i];
            gradient[i] += strength * point[i];
        }
        return value;
    }

    /** The gradient of some rows and, behind it, their loss. */
    private double[] part(double[] point, int from, int to) {
        double[] sum = new double[point.length + 1];
        double[] scores = new double[samples.classes()];
        int biases = samples.classes() * width;
        for (int row = from; row < to; row++) {
            float[] x = samples.rows()[row];
            int label = samples.labels()[row];
            for (int k = 0; k < scores.length; k++) {
                scores[k] = point[biases + k] + dot(point, k * width, x);
            }
            double score = scores[label];
            sum[point.length] += weights[row] * (softmax(scores) - score);
            for (int k = 0; k < scores.length; k++) {
                double error = weights[row] * (scores[k] - (k == label ? 1 : 0));
                add(sum, k * width, error, x);
                sum[biases + k] += error;
            }
        }
        return sum;
    }

    /** Turns scores into probabilities and returns the logarithm of the sum of their exponentials. */
    static double softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k] - largest);
            sum += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= sum;
        }
        return largest + Math.log(sum);
    }

    /** Several sums at once, which do not wait for each other. */
    static double dot(double[] weights, int offset, float[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += weights[offset + i] * x[i];
            b += weights[offset + i + 1] * x[i + 1];
            c += weights[offset + i + 2] * x[i + 2];
            d += weights[offset + i + 3] * x[i + 3];
        }
        for (; i < x.length; i++) {
            a += weights[offset + i] * x[i];
        }
        return a + b + (c + d);
    }

    private static void add(double[] sum, int offset, double factor, float[] x) {
        for (int i = 0; i < x.length; i++) {
            sum[offset + i] += factor * x[i];
        }
    }
}
