package io.github.wasmclassify.cli.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Counts how many pictures of each class were classified as each other class. Only pairs that occur take memory. */
public final class Confusion {
    private final Map<Integer, Map<Integer, Long>> rows = new HashMap<>(); // by truth, then by prediction
    private final Map<Integer, Long> truths = new HashMap<>();
    private final Map<Integer, Long> predictions = new HashMap<>();
    private long total;
    private long hits;

    /** Counts a picture of class {@code truth} that was classified as {@code prediction}. */
    public void add(int truth, int prediction) {
        rows.computeIfAbsent(truth, row -> new HashMap<>()).merge(prediction, 1L, Long::sum);
        truths.merge(truth, 1L, Long::sum);
        predictions.merge(prediction, 1L, Long::sum);
        total++;
        hits += truth == prediction ? 1 : 0;
    }

    public long count(int truth, int prediction) {
        return rows.getOrDefault(truth, Map.of()).getOrDefault(prediction, 0L);
    }

    /** How many pictures of a class there were. */
    public long ofTruth(int truth) {
        return truths.getOrDefault(truth, 0L);
    }

    /** How many pictures were classified as a class. */
    public long ofPrediction(int prediction) {
        return predictions.getOrDefault(prediction, 0L);
    }

    public long total() {
        return total;
    }

    /** How many pictures were classified correctly. */
    public long hits() {
        return hits;
    }

    /** The indices of the classes that occur, as truth or as prediction, in order. */
    public List<Integer> classes() {
        TreeSet<Integer> classes = new TreeSet<>(truths.keySet());
        classes.addAll(predictions.keySet());
        return List.copyOf(classes);
    }
}
