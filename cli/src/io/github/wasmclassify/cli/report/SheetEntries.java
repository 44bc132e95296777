package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.classify.Thumbnail;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.input.PictureInput;
import io.github.wasmclassify.model.labels.Synonyms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes the HTML that shows each picture on a contact sheet. */
final class SheetEntries implements AutoCloseable {
    private static final HtmlTemplate ENTRY = HtmlTemplate.of("entry.html");
    private static final HtmlTemplate PREDICTION = HtmlTemplate.of("prediction.html");
    private static final HtmlTemplate THUMBNAIL = HtmlTemplate.of("thumbnail.html");
    private static final HtmlTemplate FAILURE = HtmlTemplate.of("failure.html");
    private static final HtmlTemplate LINK = HtmlTemplate.of("link.html");
    private static final HtmlTemplate NAME = HtmlTemplate.of("name.html");

    private final SheetOutput output;
    private final ThumbnailJpeg jpeg = new ThumbnailJpeg();

    /** @param output where the page goes */
    SheetEntries(SheetOutput output) {
        this.output = output;
    }

    String of(Outcome outcome) {
        Map<String, Object> values = new HashMap<>();
        values.put("name", name(outcome.input()));
        if (outcome instanceof Outcome.Failed failed) {
            values.put("cause", failed.failure().reason().key().replace('-', ' '));
            values.put("message", failed.failure().getMessage());
            return FAILURE.fill(values);
        }
        Outcome.Classified done = (Outcome.Classified) outcome;
        Classification result = done.result();
        values.put("verdict", done.shortVerdict());
        values.put("names", done.verdict());
        values.put("verdict-query", URLEncoder.encode(done.shortVerdict(), StandardCharsets.UTF_8));
        values.put("score", score(result.best()));
        values.put(
                "thumbnail",
                result.thumbnail()
                        .map(thumbnail -> thumbnail(thumbnail, outcome.input().name()))
                        .orElse(""));
        values.put(
                "predictions",
                result.predictions().stream().map(SheetEntries::prediction).collect(Collectors.joining()));
        values.put("width", result.width());
        values.put("height", result.height());
        values.put("millis", Math.round(result.inference().toNanos() / 1e6));
        return ENTRY.fill(values);
    }

    private String thumbnail(Thumbnail thumbnail, String path) {
        String address = output.address(jpeg.encode(thumbnail));
        return THUMBNAIL
                .fill(Map.of(
                        "address", address, "width", thumbnail.width(), "height", thumbnail.height(), "path", path))
                .strip();
    }

    private static String prediction(Prediction prediction) {
        String percent = String.format(Locale.ROOT, "%.1f %%", 100 * prediction.score());
        return PREDICTION.fill(Map.of(
                "label", Synonyms.of(prediction.label()).get(0), "percent", percent, "score", score(prediction)));
    }

    private static String score(Prediction prediction) {
        return String.format(Locale.ROOT, "%.5f", prediction.score());
    }

    private String name(PictureInput input) {
        return input.file()
                .map(file -> file.toAbsolutePath().normalize())
                .filter(file -> file.getRoot().equals(output.folder().getRoot()))
                .map(file ->
                        LINK.fill(Map.of("address", address(output.folder().relativize(file)), "path", input.name())))
                .orElseGet(() -> NAME.fill(Map.of("path", input.name())))
                .strip();
    }

    /**
     * A relative address, which stays valid if page and pictures are moved together. The dot prevents a name with a
     * colon from being read as a scheme.
     */
    private static String address(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .map(part -> URLEncoder.encode(part.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
                .collect(Collectors.joining("/", "./", ""));
    }

    @Override
    public void close() {
        jpeg.close();
    }
}
