package io.github.wasmclassify.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Counts and times of a server, in the text format of Prometheus. For any thread. */
public final class ServerMetrics {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String PREFIX = "wasm_classify_";
    /** From a small picture in a warm server to one that waits for its time limit. */
    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Counter requests = Counter.builder()
            .name(PREFIX + "requests_total")
            .help("Requests that were answered.")
            .labelNames("model", "route", "code")
            .register(registry);
    private final Histogram requestTime =
            histogram("request_seconds", "From a request's first byte to its answer's last.", "route");
    private final Histogram queueTime = histogram("queue_seconds", "What pictures wait for a free guest.", "model");
    private final Histogram decodeTime = histogram("decode_seconds", "Decoding pictures.", "model");
    private final Histogram inferenceTime = histogram("inference_seconds", "Running the network.", "model");

    private Histogram histogram(String name, String help, String label) {
        return Histogram.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(label)
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .register(registry);
    }

    /** Adds a number that is asked for when the metrics are read. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsDouble()))
                .register(registry);
    }

    /** Adds a number for each model, by its name. */
    public void gaugeOfModels(String name, String help, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("model")
                .callback(gauge -> values.get().forEach((model, value) -> gauge.call(value, model)))
                .register(registry);
    }

    /**
     * A request was answered.
     *
     * @param model that it was about; empty for none
     * @param route the form of its path; empty where no route has it
     */
    public void request(String model, String route, int status, Duration time) {
        requests.labelValues(model, route, Integer.toString(status)).inc();
        requestTime.labelValues(route).observe(seconds(time));
    }

    /** A picture has got its guest. */
    public void waited(String model, Duration time) {
        queueTime.labelValues(model).observe(seconds(time));
    }

    /** A picture was classified. */
    public void classified(String model, Duration decode, Duration inference) {
        decodeTime.labelValues(model).observe(seconds(decode));
        inferenceTime.labelValues(model).observe(seconds(inference));
    }

    /** All metrics as {@link #CONTENT_TYPE}. */
    public byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array throws none
        }
        return text.toByteArray();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
