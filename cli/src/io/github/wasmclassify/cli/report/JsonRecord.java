package io.github.wasmclassify.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import java.io.IOException;
import java.util.Map;

/** Writes outcomes and counts of a run as JSON objects. */
final class JsonRecord {
    private JsonRecord() {}

    /** Writes one picture's fields into an object that has been begun. */
    static void write(JsonWriter json, Outcome outcome, RunFacts facts) throws IOException {
        String name = outcome.input().name();
        if (outcome instanceof Outcome.Classified done) {
            ResultJson.write(json, name, done.result(), done.verdict(), facts);
        } else if (outcome instanceof Outcome.Failed failed) {
            ResultJson.write(json, name, failed.failure(), facts);
        }
    }

    /** A run's counts, as an object. */
    static void write(JsonWriter json, Tally tally) throws IOException {
        json.beginObject();
        json.name("classified").value(tally.classified());
        json.name("failed").value(tally.failed());
        json.name("stopped").value(tally.isStopped());
        json.name("seconds").value(tally.elapsed().toMillis() / 1e3);
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
}
