package io.github.wasmclassify.spark;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * How often each word occurred. Spark adds what a task counted when the task has succeeded, and only once, however
 * often it was tried.
 */
final class Counts extends AccumulatorV2<String, Map<String, Long>> {
    private static final long serialVersionUID = 1;

    private final TreeMap<String, Long> counts = new TreeMap<>();

    @Override
    public boolean isZero() {
        return counts.isEmpty();
    }

    @Override
    public synchronized Counts copy() {
        Counts copy = new Counts();
        copy.counts.putAll(counts);
        return copy;
    }

    @Override
    public synchronized void reset() {
        counts.clear();
    }

    @Override
    public synchronized void add(String word) {
        counts.merge(word, 1L, Long::sum);
    }

    @Override
    public synchronized void merge(AccumulatorV2<String, Map<String, Long>> other) {
        other.value().forEach((word, count) -> counts.merge(word, count, Long::sum));
    }

    @Override
    public synchronized Map<String, Long> value() {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    synchronized long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
