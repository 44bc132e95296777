package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.result.RunFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Shows all pictures of a run on one HTML page. It is written as results arrive, so it can hold any number of pictures.
 * Its content security policy allows only its own script, style and images.
 */
public final class ContactSheet implements OutcomeListener {
    /** The longer side of thumbnails, in pixels: sharp also on most screens with double resolution. */
    public static final int THUMBNAIL = 320;

    private static final HtmlTemplate THRESHOLD = HtmlTemplate.of("threshold.html");
    private static final String ENTRIES = "<!-- entries -->\n";

    private final SheetOutput output;
    private final SheetEntries entries;
    private final Map<String, Object> values = new HashMap<>();
    private final HtmlTemplate end;

    /**
     * @param output where the page goes; the caller commits and closes it
     * @param threshold below which a prediction is unknown; 0 for none
     */
    public ContactSheet(SheetOutput output, RunFacts facts, double threshold) {
        this.output = output;
        entries = new SheetEntries(output);
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        values.put("model", Path.of(facts.model()).getFileName()); // the page may be passed on, so it shows no folders
        values.put("threshold", threshold > 0 ? THRESHOLD.fill(Map.of("threshold", threshold)) : "");
        values.put("image-sources", output.hasThumbnailFiles() ? "data: 'self' file:" : "data:");
        values.put("engine", facts.engine());
        values.put("time", now);
        values.put("time-text", now.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)));
        putWithHash("style", HtmlTemplate.resource("style.css"));
        putWithHash("script", HtmlTemplate.resource("script.js"));
        String page = HtmlTemplate.resource("page.html");
        int gap = page.indexOf(ENTRIES);
        end = new HtmlTemplate(page.substring(gap + ENTRIES.length()));
        output.print(new HtmlTemplate(page.substring(0, gap)).fill(values));
    }

    private void putWithHash(String name, String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            values.put(name, content);
            values.put(name + "-hash", "sha256-" + Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public void add(Outcome outcome) {
        output.print(entries.of(outcome));
    }

    @Override
    public void end(Tally tally) {
        values.put("classified", tally.classified());
        values.put("failed", tally.failed());
        values.put("labels", tally.verdicts().size());
        values.put("seconds", String.format(Locale.ROOT, "%.1f", tally.elapsed().toMillis() / 1e3));
        values.put("rate", String.format(Locale.ROOT, "%.1f", tally.imagesPerSecond()));
        values.put("stopped", tally.isStopped() ? ", stopped early" : "");
        output.print(end.fill(values));
    }

    @Override
    public void close() {
        entries.close();
    }
}
