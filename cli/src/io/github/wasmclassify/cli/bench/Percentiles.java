package io.github.wasmclassify.cli.bench;

import java.time.Duration;
import java.util.List;

/**
 * Percentiles of durations by the nearest-rank method: of 100 sorted times, the 50th, 90th and 99th.
 *
 * @param p50 in milliseconds
 * @param p90 in milliseconds
 * @param p99 in milliseconds
 */
record Percentiles(double p50, double p90, double p99) {
    /** @param times at least one */
    static Percentiles of(List<Duration> times) {
        double[] sorted = times.stream()
                .mapToDouble(time -> time.toNanos() / 1e6)
                .sorted()
                .toArray();
        return new Percentiles(at(sorted, 50), at(sorted, 90), at(sorted, 99));
    }

    private static double at(double[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[rank - 1];
    }
}
