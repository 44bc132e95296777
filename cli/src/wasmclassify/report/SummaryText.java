package wasmclassify.report;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import wasmclassify.batch.Tally;

/** A run's counts, for people: the most frequent verdict first. */
public final class SummaryText {
    private static final String COUNT = "%8d  %s%n";

    private SummaryText() {}

    public static String of(Tally tally) {
        StringBuilder text = new StringBuilder();
        append(text, "summary: %d classified, %d failed in %.1f s, %.1f images/s%s%n", tally.classified(), tally.failed(),
                tally.elapsed().toMillis() / 1e3, tally.imagesPerSecond(), tally.isStopped() ? ", stopped early" : "");
        tally.verdicts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .forEach(verdict -> append(text, COUNT, verdict.getValue(), verdict.getKey()));
        tally.failures().forEach((reason, count) -> append(text, COUNT, count, "failed: " + reason.key()));
        tally.passedOver().forEach((extension, count) -> append(text, COUNT, count, "not looked at: " + extension));
        return text.toString();
    }

    private static void append(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
