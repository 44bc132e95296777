package io.github.wasmclassify.result;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.labels.Synonyms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One picture's result as a JSON object, version {@value #VERSION}: fields are only ever added to it. docs/output.md
 * describes them.
 */
public final class ResultJson {
    public static final int VERSION = 1;

    private ResultJson() {}

    /**
     * What a picture shows, in an object that has begun.
     *
     * @param path the picture's file, address or other name
     * @param verdict the best class's label, or that there is none
     */
    public static void write(JsonWriter json, String path, Classification result, String verdict, RunFacts facts)
            throws IOException {
        json.name("path").value(path);
        writeResult(json, result, verdict);
        writeFacts(json, facts);
    }

    /** Why a picture could not be classified, in an object that has begun. */
    public static void write(JsonWriter json, String path, PictureException failure, RunFacts facts)
            throws IOException {
        json.name("path").value(path);
        write(json, failure);
        writeFacts(json, facts);
    }

    /** The field that says why there is no result, in an object that has begun. */
    public static void write(JsonWriter json, PictureException failure) throws IOException {
        json.name("error").beginObject();
        json.name("cause").value(failure.reason().key());
        json.name("message").value(failure.getMessage());
        json.endObject();
    }

    private static void writeResult(JsonWriter json, Classification result, String verdict) throws IOException {
        json.name("width").value(result.width());
        json.name("height").value(result.height());
        json.name("verdict").value(verdict);
        json.name("predictions").beginArray();
        for (Prediction prediction : result.predictions()) {
            json.beginObject();
            json.name("index").value(prediction.index());
            json.name("label").value(prediction.label());
            writeNames(json, Synonyms.of(prediction.label()));
            json.name("score").value(prediction.score());
            json.endObject();
        }
        json.endArray();
        json.name("decodeMillis").value(millis(result.decode()));
        json.name("resizeMillis").value(millis(result.resize()));
        json.name("inferenceMillis").value(millis(result.inference()));
        json.name("warm").value(result.warm());
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

    private static void writeFacts(JsonWriter json, RunFacts facts) throws IOException {
        json.name("model").value(facts.model());
        json.name("engine").value(facts.engine());
        PreprocessingJson.write(json.name("preprocessing"), facts.card());
    }

    /** To the microsecond. */
    public static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }
}
