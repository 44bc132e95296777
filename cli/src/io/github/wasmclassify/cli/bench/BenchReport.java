package io.github.wasmclassify.cli.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.wasmclassify.classify.LayerTime;
import java.util.List;
import java.util.Locale;

/** A measurement's result, as text for people or as JSON. */
public final class BenchReport {
    private static final String PHASE_LINE = "%-10s %9.2f %9.2f %9.2f%n";
    private static final String LAYER_LINE = "%9.3f %6.1f %8.1f %8.1f  %-14s %s%n";

    private final BenchResult result;

    BenchReport(BenchResult result) {
        this.result = result;
    }

    public String toJson() {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        JsonObject root = new JsonObject();
        root.add("machine", gson.toJsonTree(result.machine()));
        root.addProperty("model", result.model());
        root.addProperty("engine", result.engine());
        root.addProperty("threads", result.threads());
        root.addProperty("pictures", result.pictures());
        root.addProperty("warmUpRuns", result.warmUpRuns());
        root.addProperty("runs", result.runs());
        root.add("milliseconds", gson.toJsonTree(result.milliseconds()));
        root.add("throughput", gson.toJsonTree(result.throughput()));
        root.add("startMilliseconds", gson.toJsonTree(result.startMilliseconds()));
        root.addProperty("peakMemoryMib", result.peakMemoryMib());
        result.layers().map(gson::toJsonTree).ifPresent((JsonElement layers) -> root.add("layers", layers));
        return gson.toJson(root) + System.lineSeparator();
    }

    public String toText() {
        var text = new StringBuilder();
        text.append(result.machine()).append(System.lineSeparator());
        append(
                text,
                "model %s, engine %s, up to %s on one picture%n",
                result.model(),
                result.engine(),
                count(result.threads(), "thread"));
        append(
                text,
                "%s, after %d to warm up, of %s%n%n",
                count(result.runs(), "run"),
                result.warmUpRuns(),
                result.pictures());
        appendPhases(text, result.milliseconds());
        appendStart(text, result.startMilliseconds());
        append(
                text,
                "throughput %9.1f images/s with %s%n",
                result.throughput().imagesPerSecond(),
                count(result.throughput().guests(), "guest"));
        append(text, "peak       %9.0f MiB of memory%n", result.peakMemoryMib());
        result.layers().ifPresent(layers -> appendLayers(text, layers));
        return text.toString();
    }

    private static void appendPhases(StringBuilder text, BenchResult.Phases phases) {
        append(text, "%-10s %9s %9s %9s%n", "ms", "p50", "p90", "p99");
        append(
                text,
                PHASE_LINE,
                "decode",
                phases.decode().p50(),
                phases.decode().p90(),
                phases.decode().p99());
        append(
                text,
                PHASE_LINE,
                "resize",
                phases.resize().p50(),
                phases.resize().p90(),
                phases.resize().p99());
        append(
                text,
                PHASE_LINE,
                "inference",
                phases.inference().p50(),
                phases.inference().p90(),
                phases.inference().p99());
        append(
                text,
                PHASE_LINE,
                "total",
                phases.total().p50(),
                phases.total().p90(),
                phases.total().p99());
    }

    private static void appendStart(StringBuilder text, BenchResult.StartUp start) {
        append(
                text,
                "%nstart      %9.0f ms: JVM %.0f, module %.0f, guest %.0f, model %.0f, first picture %.0f%n",
                start.total(),
                start.jvm(),
                start.module(),
                start.guest(),
                start.model(),
                start.firstPicture());
    }

    private static void appendLayers(StringBuilder text, List<LayerTime> layers) {
        double total = layers.stream().mapToDouble(LayerTime::millis).sum();
        append(text, "%n%9s %6s %8s %8s  %-14s %s%n", "ms", "%", "MMACs", "GMAC/s", "op", "layer");
        for (LayerTime layer : layers) {
            append(
                    text,
                    LAYER_LINE,
                    layer.millis(),
                    100 * layer.millis() / total,
                    layer.macs() / 1e6,
                    rate(layer.macs(), layer.millis()),
                    layer.op(),
                    layer.name());
        }
        long macs = layers.stream().mapToLong(LayerTime::macs).sum();
        append(text, LAYER_LINE, total, 100.0, macs / 1e6, rate(macs, total), "all", count(layers.size(), "layer"));
    }

    /** In 10⁹ per second; 0 if the clock measured no time. */
    private static double rate(long macs, double millis) {
        return millis > 0 ? macs / millis / 1e6 : 0;
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static void append(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
