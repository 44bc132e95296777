package io.github.wasmclassify.cli.report.evaluation;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.cli.batch.Tally;
import io.github.wasmclassify.cli.evaluate.ClassMeasures;
import io.github.wasmclassify.cli.evaluate.Evaluation;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.result.PreprocessingJson;
import io.github.wasmclassify.result.RunFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Measures as a JSON object, version {@value #VERSION}: fields are only ever added to it. docs/output.md describes
 * them.
 */
final class EvaluationJson {
    static final int VERSION = 1;

    private EvaluationJson() {}

    /** @param indent of each level; empty to write everything on one line */
    static String of(Evaluation evaluation, Tally tally, Labels labels, RunFacts facts, String indent) {
        StringWriter text = new StringWriter();
        JsonWriter json = new JsonWriter(text);
        json.setIndent(indent);
        json.setHtmlSafe(false);
        try {
            json.beginObject();
            json.name("version").value(VERSION);
            json.name("model").value(facts.model());
            json.name("engine").value(facts.engine());
            PreprocessingJson.write(json.name("preprocessing"), facts.card());
            writeCounts(json, evaluation, tally);
            json.name("mean").beginObject();
            json.name("precision").value(ClassMeasures.mean(evaluation.confusion(), ClassMeasures::precision));
            json.name("recall").value(ClassMeasures.mean(evaluation.confusion(), ClassMeasures::recall));
            json.name("f1").value(ClassMeasures.mean(evaluation.confusion(), ClassMeasures::f1));
            json.endObject();
            json.name("classes").beginArray();
            for (ClassMeasures measures : ClassMeasures.all(evaluation.confusion())) {
                writeClass(json, measures, labels);
            }
            json.endArray();
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text + "\n";
    }

    private static void writeCounts(JsonWriter json, Evaluation evaluation, Tally tally) throws IOException {
        json.name("classified").value(tally.classified());
        json.name("failed").value(tally.failed());
        json.name("stopped").value(tally.isStopped());
        json.name("top1").value(evaluation.topOne());
        json.name("top1Hits").value(evaluation.confusion().hits());
        json.name("top5").value(evaluation.topFive());
        json.name("top5Hits").value(evaluation.topFiveHits());
    }

    private static void writeClass(JsonWriter json, ClassMeasures measures, Labels labels) throws IOException {
        json.beginObject();
        json.name("index").value(measures.classIndex());
        json.name("label").value(labels.names().get(measures.classIndex()));
        json.name("precision").value(measures.precision());
        json.name("recall").value(measures.recall());
        json.name("f1").value(measures.f1());
        json.name("support").value(measures.support());
        json.endObject();
    }
}
