package io.github.wasmclassify.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes results as one JSON document, as they arrive. */
final class JsonResults implements OutcomeListener {
    private final ResultOutput output;
    private final RunFacts facts;
    private final boolean withSummary;
    private final JsonWriter json;

    JsonResults(ResultOutput output, RunFacts facts, boolean withSummary) {
        this.output = output;
        this.facts = facts;
        this.withSummary = withSummary;
        json = new JsonWriter(new OutputStreamWriter(output.stream(), StandardCharsets.UTF_8));
        json.setIndent("  ");
        json.setHtmlSafe(false);
        write(() -> json.beginObject()
                .name("version")
                .value(ResultJson.VERSION)
                .name("results")
                .beginArray());
    }

    @Override
    public void add(Outcome outcome) {
        write(() -> {
            json.beginObject();
            JsonRecord.write(json, outcome, facts);
            json.endObject();
        });
    }

    @Override
    public void end(Tally tally) {
        write(() -> {
            json.endArray();
            if (withSummary) {
                json.name("summary");
                JsonRecord.write(json, tally);
            }
            json.endObject();
        });
        output.stream().println();
        output.flush();
    }

    private void write(JsonAction action) {
        try {
            action.run();
            json.flush();
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a PrintStream throws none
        }
    }

    private interface JsonAction {
        void run() throws IOException;
    }
}
