package io.github.wasmclassify.training.fit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Vectors and their classes.
 *
 * @param rows one vector for each sample, all of one length
 * @param labels the class of each sample, from 0 on
 * @param classes how many classes there are
 */
public record Samples(float[][] rows, int[] labels, int classes) {
    public int size() {
        return rows.length;
    }

    /** Those at these positions, in this order. */
    public Samples at(int[] positions) {
        return new Samples(
                IntStream.of(positions).mapToObj(i -> rows[i]).toArray(float[][]::new),
                IntStream.of(positions).map(i -> labels[i]).toArray(),
                classes);
    }

    /** How many samples each class has. */
    public int[] counts() {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** A weight for each sample, 1 on average, so that all classes that occur weigh the same. */
    double[] balancedWeights() {
        int[] counts = counts();
        long present = Arrays.stream(counts).filter(count -> count > 0).count();
        return Arrays.stream(labels)
                .mapToDouble(label -> (double) labels.length / (present * counts[label]))
                .toArray();
    }
}
