package io.github.wasmclassify.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.result.ResultJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes the features of each picture, or why it has none, as a JSON object on a line of its own. */
final class FeatureLines implements OutcomeListener {
    private final ResultOutput output;

    FeatureLines(ResultOutput output) {
        this.output = output;
    }

    @Override
    public void add(Outcome outcome) {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.setHtmlSafe(false);
            json.beginObject().name("version").value(ResultJson.VERSION);
            json.name("path").value(outcome.input().name());
            if (outcome instanceof Outcome.Classified done) {
                json.name("features").beginArray();
                for (float feature : done.result().features()) {
                    json.value(feature);
                }
                json.endArray();
            } else if (outcome instanceof Outcome.Failed failed) {
                ResultJson.write(json, failed.failure());
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        output.stream().print(line + "\n");
        output.flush();
    }
}
