package io.github.wasmclassify.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.labels.Synonyms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Results as JSON objects, version {@value #VERSION}: fields are only ever added to it. docs/output.md describes them.
 */
final class JsonRecord {
    static final int VERSION = 1;

    private JsonRecord() {}

    /** One picture's fields, in an object that has begun. */
    static void write(JsonWriter json, Outcome outcome, RunFacts facts) throws IOException {
        json.name("path").value(outcome.input().name());
        if (outcome instanceof Outcome.Classified done) {
            writeResult(json, done);
        } else if (outcome instanceof Outcome.Failed failed) {
            writeError(json, failed.failure());
        }
        json.name("model").value(facts.model());
        json.name("engine").value(facts.engine());
        PreprocessingJson.write(json.name("preprocessing"), facts.card());
    }

    private static void writeResult(JsonWriter json, Outcome.Classified done) throws IOException {
        json.name("width").value(done.result().width());
        json.name("height").value(done.result().height());
        json.name("verdict").value(done.verdict());
        json.name("predictions").beginArray();
        for (Prediction prediction : done.result().predictions()) {
            json.beginObject();
            json.name("index").value(prediction.index());
            json.name("label").value(prediction.label());
            writeNames(json, Synonyms.of(prediction.label()));
            json.name("score").value(prediction.score());
            json.endObject();
        }
        json.endArray();
        json.name("decodeMillis").value(millis(done.result().decode()));
        json.name("resizeMillis").value(millis(done.result().resize()));
        json.name("inferenceMillis").value(millis(done.result().inference()));
        json.name("warm").value(done.result().warm());
    }

    private static void writeNames(JsonWriter json, List<String> names) throws IOException {
        if (names.size() > 1) {
            json.name("names").beginArray();
            for (String name : names) {
                json.value(name);
            }
            json.endArray();
        }
    }

    private static void writeError(JsonWriter json, PictureException failure) throws IOException {
        json.name("error").beginObject();
        json.name("cause").value(failure.reason().key());
        json.name("message").value(failure.getMessage());
        json.endObject();
    }

    /** A run's counts, as an object. */
    static void write(JsonWriter json, Tally tally) throws IOException {
        json.beginObject();
        json.name("classified").value(tally.classified());
        json.name("failed").value(tally.failed());
        json.name("stopped").value(tally.isStopped());
        json.name("seconds").value(Math.round(tally.elapsed().toMillis()) / 1e3);
        json.name("imagesPerSecond").value(Math.round(tally.imagesPerSecond() * 10) / 10.0);
        json.name("verdicts").beginObject();
        for (Map.Entry<String, Long> verdict : tally.verdicts().entrySet()) {
            json.name(verdict.getKey()).value(verdict.getValue());
        }
        json.endObject();
        json.name("failures").beginObject();
        for (Map.Entry<PictureException.Reason, Long> failure : tally.failures().entrySet()) {
            json.name(failure.getKey().key()).value(failure.getValue());
        }
        json.endObject();
        json.name("notLookedAt").beginObject();
        for (Map.Entry<String, Long> extension : tally.passedOver().entrySet()) {
            json.name(extension.getKey()).value(extension.getValue());
        }
        json.endObject();
        json.endObject();
    }

    /** To the microsecond. */
    static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }
}
