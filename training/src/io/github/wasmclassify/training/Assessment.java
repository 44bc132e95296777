package io.github.wasmclassify.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a model took pictures for that it was not fitted to. */
public final class Assessment {
    private final int[][] confusion;

    /** @param verdicts how many classes a picture can be taken for, the further one for unknown pictures included */
    Assessment(int classes, int verdicts) {
        confusion = new int[classes][verdicts];
    }

    /**
     * Two classes that were taken for one another.
     *
     * @param label what pictures show
     * @param verdict what they were taken for
     * @param count how many
     */
    public record Confusion(int label, int verdict, int count) {}

    void add(int label, int verdict) {
        confusion[label][verdict]++;
    }

    public Accuracy accuracy() {
        int right = 0;
        int total = 0;
        for (int k = 0; k < confusion.length; k++) {
            right += confusion[k][k];
            total += count(k);
        }
        return new Accuracy(right, total);
    }

    /** How many pictures of a class there were. */
    public int count(int label) {
        int count = 0;
        for (int pictures : confusion[label]) {
            count += pictures;
        }
        return count;
    }

    /** Of the pictures of a class, the share that was recognised; NaN if there were none. */
    public double recall(int label) {
        return (double) confusion[label][label] / count(label);
    }

    /** Of the pictures that were taken for a class, the share that was of it; NaN if there were none. */
    public double precision(int label) {
        return (double) confusion[label][label] / taken(label);
    }

    /** How many pictures were taken for a class, or for unknown. */
    public int taken(int verdict) {
        int taken = 0;
        for (int[] row : confusion) {
            taken += row[verdict];
        }
        return taken;
    }

    /** Those that happened, the most frequent first. */
    public List<Confusion> confusions() {
        List<Confusion> found = new ArrayList<>();
        for (int label = 0; label < confusion.length; label++) {
            for (int verdict = 0; verdict < confusion[label].length; verdict++) {
                if (verdict != label && confusion[label][verdict] > 0) {
                    found.add(new Confusion(label, verdict, confusion[label][verdict]));
                }
            }
        }
        found.sort(Comparator.comparingInt(Confusion::count).reversed());
        return found;
    }
}
