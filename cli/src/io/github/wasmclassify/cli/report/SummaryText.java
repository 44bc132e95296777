package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.text.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run's counts, for people: the most frequent verdicts first, and the totals last, where they stay visible. */
public final class SummaryText {
    private static final int MOST_VERDICTS = 10;
    private static final String COUNT = "%8d  %s%n";

    private SummaryText() {}

    public static String of(Tally tally) {
        StringBuilder text = new StringBuilder();
        List<Map.Entry<String, Long>> verdicts = tally.verdicts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        verdicts.stream()
                .limit(MOST_VERDICTS)
                .forEach(verdict -> append(text, COUNT, verdict.getValue(), Printable.of(verdict.getKey())));
        if (verdicts.size() > MOST_VERDICTS) {
            append(text, "          and %d more%n", verdicts.size() - MOST_VERDICTS);
        }
        tally.failures().forEach((reason, count) -> append(text, COUNT, count, "failed: " + reason.key()));
        tally.passedOver()
                .forEach((extension, count) -> append(text, COUNT, count, "skipped: " + Printable.of(extension)));
        append(
                text,
                "summary: %d classified, %d failed in %.1f s, %.1f images/s%s%n",
                tally.classified(),
                tally.failed(),
                tally.elapsed().toMillis() / 1e3,
                tally.imagesPerSecond(),
                tally.isStopped() ? ", stopped early" : "");
        return text.toString();
    }

    private static void append(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
