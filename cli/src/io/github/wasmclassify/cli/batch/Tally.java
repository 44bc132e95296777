package io.github.wasmclassify.cli.batch;

import io.github.wasmclassify.error.PictureException.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the outcomes of a run. Its memory grows with the number of classes, not of pictures. */
public final class Tally implements OutcomeListener {
    private final long start = System.nanoTime();
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<Reason, Long> failures = new EnumMap<>(Reason.class);
    private Map<String, Long> passedOver = Map.of();
    private long classified;
    private long unfiled;
    private boolean stopped;

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Classified done) {
            classified++;
            verdicts.merge(done.verdict(), 1L, Long::sum);
        } else if (outcome instanceof Outcome.Failed failed) {
            failures.merge(failed.failure().reason(), 1L, Long::sum);
        }
    }

    /** Adds pictures that were classified but could not be put into their folder. */
    public void addUnfiled(long pictures) {
        unfiled += pictures;
    }

    public long unfiled() {
        return unfiled;
    }

    void passOver(Map<String, Long> byExtension) {
        passedOver = byExtension;
    }

    /** How many files were skipped that may be pictures of other kinds, by extension with its dot. */
    public Map<String, Long> passedOver() {
        return Collections.unmodifiableMap(passedOver);
    }

    void stop() {
        stopped = true;
    }

    /** Whether the run ended before all pictures were tried. */
    public boolean isStopped() {
        return stopped;
    }

    public long classified() {
        return classified;
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    public long failed(Reason reason) {
        return failures.getOrDefault(reason, 0L);
    }

    /** How many pictures got each verdict, by name. */
    public Map<String, Long> verdicts() {
        return Collections.unmodifiableMap(verdicts);
    }

    public Map<Reason, Long> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** The time since the run began. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public double imagesPerSecond() {
        return (classified + failed()) / Math.max(1e-9, elapsed().toNanos() / 1e9);
    }
}
