package io.github.wasmclassify.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.result.RunFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes each result as a JSON object on a line of its own. */
final class JsonLinesResults implements OutcomeListener {
    private final ResultOutput output;
    private final RunFacts facts;
    private final boolean withSummary;

    JsonLinesResults(ResultOutput output, RunFacts facts, boolean withSummary) {
        this.output = output;
        this.facts = facts;
        this.withSummary = withSummary;
    }

    @Override
    public void add(Outcome outcome) {
        line(json -> JsonRecord.write(json, outcome, facts));
    }

    @Override
    public void end(Tally tally) {
        if (withSummary) {
            line(json -> JsonRecord.write(json.name("summary"), tally));
        }
    }

    private void line(Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.setHtmlSafe(false);
            json.beginObject().name("version").value(ResultJson.VERSION);
            fields.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        output.stream().print(line + "\n");
        output.flush();
    }

    private interface Fields {
        void write(JsonWriter json) throws IOException;
    }
}
