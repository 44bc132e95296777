package io.github.wasmclassify.training;

import java.util.List;
import java.util.stream.IntStream;

/** Groups of pictures that are almost the same: copies, scaled or compressed again. */
public final class Duplicates {
    /** Bits of their hashes in which such pictures differ at most. */
    private static final int MOST_BITS = 6;

    /** The least cosine of the angle between their features. */
    private static final double LEAST_COSINE = 0.97;

    private final int[] groups;

    private Duplicates(int[] groups) {
        this.groups = groups;
    }

    public static Duplicates of(List<Example> examples) {
        int[] groups = IntStream.range(0, examples.size()).toArray();
        long[] hashes = examples.stream().mapToLong(e -> e.embedding().hash()).toArray();
        for (int i = 1; i < groups.length; i++) {
            for (int j = 0; j < i; j++) {
                if (PerceptualHash.distance(hashes[i], hashes[j]) <= MOST_BITS
                        && groups[j] == j
                        && cosine(examples.get(i), examples.get(j)) >= LEAST_COSINE) {
                    groups[i] = j;
                    break;
                }
            }
        }
        return new Duplicates(groups);
    }

    private static double cosine(Example a, Example b) {
        float[] x = a.embedding().features();
        float[] y = b.embedding().features();
        double product = 0;
        double squaresX = 0;
        double squaresY = 0;
        for (int i = 0; i < x.length; i++) {
            product += (double) x[i] * y[i];
            squaresX += (double) x[i] * x[i];
            squaresY += (double) y[i] * y[i];
        }
        return product / Math.sqrt(squaresX * squaresY);
    }

    /** For each example the number of its group: the position of the group's first member. */
    public int[] groups() {
        return groups.clone();
    }

    /** How many pictures are almost the same as one before them. */
    public int count() {
        return (int)
                IntStream.range(0, groups.length).filter(i -> groups[i] != i).count();
    }
}
