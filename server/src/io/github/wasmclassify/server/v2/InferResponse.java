package io.github.wasmclassify.server.v2;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.server.http.Answer;
import io.github.wasmclassify.server.models.ServedModel;
import io.github.wasmclassify.server.v2.InferRequest.RequestedOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what a model answered: JSON, and behind it the tensors that are wanted as binary data. */
final class InferResponse {
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final ServedModel model;
    private final Optional<String> version;
    private final List<Classification> results;
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    /** @param version as the request has it */
    InferResponse(ServedModel model, Optional<String> version, List<Classification> results) {
        this.model = model;
        this.version = version;
        this.results = results;
    }

    Answer answer(Optional<String> id, List<RequestedOutput> outputs) {
        byte[] json = json(id, outputs).getBytes(StandardCharsets.UTF_8);
        if (binary.size() == 0) {
            return new Answer(200, Answer.JSON, json, Map.of());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        body.writeBytes(binary.toByteArray());
        return new Answer(
                200,
                "application/octet-stream",
                body.toByteArray(),
                Map.of(JSON_LENGTH, Integer.toString(json.length)));
    }

    private String json(Optional<String> id, List<RequestedOutput> outputs) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(false);
            json.beginObject().name("model_name").value(model.name());
            if (version.isPresent()) {
                json.name("model_version").value(version.get());
            }
            if (id.isPresent()) {
                json.name("id").value(id.get());
            }
            json.name("outputs").beginArray();
            for (RequestedOutput output : outputs) {
                write(json, output);
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text.toString();
    }

    private void write(JsonWriter json, RequestedOutput output) throws IOException {
        int classes = model.labels().size();
        boolean isText = output.classes() > 0;
        json.beginObject().name("name").value(output.name());
        json.name("datatype").value((isText ? Datatype.BYTES : Datatype.FP32).name());
        json.name("shape").beginArray().value(results.size());
        json.value(isText ? Math.min(output.classes(), classes) : classes).endArray();
        List<String> texts = isText ? texts(Math.min(output.classes(), classes)) : List.of();
        float[] scores = isText ? new float[0] : scores(classes);
        if (output.isBinary()) {
            byte[] data = isText ? BinaryTensors.of(texts) : BinaryTensors.of(scores);
            binary.writeBytes(data);
            json.name("parameters")
                    .beginObject()
                    .name("binary_data_size")
                    .value(data.length)
                    .endObject();
        } else {
            json.name("data").beginArray();
            for (String text : texts) {
                json.value(text);
            }
            for (float score : scores) {
                json.value(score);
            }
            json.endArray();
        }
        json.endObject();
    }

    /** {@code value:index:label} of the best classes of each picture. */
    private List<String> texts(int count) {
        return results.stream()
                .flatMap(result -> result.predictions().stream().limit(count))
                .map(InferResponse::text)
                .toList();
    }

    private static String text(Prediction prediction) {
        String value = new BigDecimal(Float.toString(prediction.score())).toPlainString();
        return value + ":" + prediction.index() + ":" + prediction.label();
    }

    /** All scores of all pictures, in the order of the classes. */
    private float[] scores(int classes) {
        float[] scores = new float[results.size() * classes];
        for (int i = 0; i < results.size(); i++) {
            for (Prediction prediction : results.get(i).predictions()) {
                scores[i * classes + prediction.index()] = prediction.score();
            }
        }
        return scores;
    }
}
