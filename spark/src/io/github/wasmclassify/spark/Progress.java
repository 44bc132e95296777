package io.github.wasmclassify.spark;

import io.github.wasmclassify.model.labels.Synonyms;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Collectors;

/** Says on stderr how far a job is, every few seconds, and what it has done in the end. */
final class Progress implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** The summary names no more labels. */
    private static final int MOST_LABELS = 10;

    private final Tally tally;
    private final String total;
    private final long start = System.nanoTime();
    private final Timer clock = new Timer("progress", true);
    private long saidDone;
    private boolean hasSaidEngine;

    /** @param total what follows the number of pictures that are done */
    Progress(Tally tally, String total) {
        this.tally = tally;
        this.total = total;
        TimerTask saying = new TimerTask() {
            @Override
            public void run() {
                say();
            }
        };
        clock.schedule(saying, INTERVAL.toMillis(), INTERVAL.toMillis());
    }

    private synchronized void say() {
        long done = tally.done();
        if (done > saidDone) {
            saidDone = done;
            JobNotes.say(done + total + " pictures, " + speed(done));
            sayEngine();
        }
    }

    /** Once: executors without vectors give the same results, some times slower. */
    private void sayEngine() {
        if (!hasSaidEngine && tally.engines().value().containsKey("wasm")) {
            hasSaidEngine = true;
            JobNotes.say("executors run the slower wasm engine. If that is not what --engine asks for, start them with "
                    + "--conf spark.executor.extraJavaOptions='--add-modules=jdk.incubator.vector "
                    + "-XX:-DontCompileHugeMethods'");
        }
    }

    /** The counts of a job that has come to its end. */
    synchronized void summarize() {
        sayEngine();
        JobNotes.say(tally.classified() + " pictures classified, " + tally.failed() + " failed, " + seconds() + " s, "
                + speed(tally.done()));
        say("labels", tally.verdicts().value());
        say("failures", tally.failures().value());
    }

    private static void say(String title, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            String most = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                    .limit(MOST_LABELS)
                    .map(count -> Synonyms.of(count.getKey()).get(0) + " " + count.getValue())
                    .collect(Collectors.joining(", "));
            int others = counts.size() - MOST_LABELS;
            JobNotes.say(title + ": " + most + (others > 0 ? ", and " + others + " more" : ""));
        }
    }

    private String speed(long done) {
        return String.format(Locale.ROOT, "%.1f pictures/s", done / ((System.nanoTime() - start) / 1e9));
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
        clock.cancel();
    }
}
