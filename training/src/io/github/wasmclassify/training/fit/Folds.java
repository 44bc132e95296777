package io.github.wasmclassify.training.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Divides samples into parts of about the same size in which each class has about the same share. Samples of one group
 * stay together: pictures that are almost the same must not be on both sides of a test.
 */
public final class Folds {
    private final int[] ofSample;
    private final int count;

    private Folds(int[] ofSample, int count) {
        this.ofSample = ofSample;
        this.count = count;
    }

    /**
     * @param groups the group of each sample
     * @param count how many folds, at least 2
     * @param seed of the shuffling
     */
    public static Folds stratified(int[] labels, int[] groups, int count, long seed) {
        int[] folds = new int[labels.length];
        int next = 0;
        for (List<List<Integer>> ofClass : shuffledGroups(labels, groups, seed)) {
            for (List<Integer> group : ofClass) {
                for (int sample : group) {
                    folds[sample] = next;
                }
                next = (next + 1) % count;
            }
        }
        return new Folds(folds, count);
    }

    /**
     * Two folds, of which fold 0 has about a fraction of each class, but never the whole of it.
     *
     * @param fraction above 0 and below 1
     */
    public static Folds split(int[] labels, int[] groups, double fraction, long seed) {
        int[] folds = new int[labels.length];
        for (List<List<Integer>> ofClass : shuffledGroups(labels, groups, seed)) {
            int size = ofClass.stream().mapToInt(List::size).sum();
            int taken = 0;
            for (List<Integer> group : ofClass) {
                boolean isWanted = taken == 0 || taken + group.size() / 2.0 < fraction * size;
                boolean leavesSome = taken + group.size() < size;
                for (int sample : group) {
                    folds[sample] = isWanted && leavesSome ? 0 : 1;
                }
                taken += isWanted && leavesSome ? group.size() : 0;
            }
        }
        return new Folds(folds, 2);
    }

    /** For each class its groups in random order; a group belongs to the class of its first sample. */
    private static Iterable<List<List<Integer>>> shuffledGroups(int[] labels, int[] groups, long seed) {
        Map<Integer, List<Integer>> samples = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            samples.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
        }
        Map<Integer, List<List<Integer>>> classes = new TreeMap<>();
        samples.values()
                .forEach(group -> classes.computeIfAbsent(labels[group.get(0)], label -> new ArrayList<>())
                        .add(group));
        Random random = new Random(seed); // its numbers are the same on every JVM
        classes.values().forEach(ofClass -> Collections.shuffle(ofClass, random));
        return classes.values();
    }

    public int count() {
        return count;
    }

    /** The positions of the samples in a fold. */
    public int[] inside(int fold) {
        return IntStream.range(0, ofSample.length)
                .filter(i -> ofSample[i] == fold)
                .toArray();
    }

    /** The positions of the samples in all other folds. */
    public int[] outside(int fold) {
        return IntStream.range(0, ofSample.length)
                .filter(i -> ofSample[i] != fold)
                .toArray();
    }
}
