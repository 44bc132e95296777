package io.github.wasmclassify.server.v2;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.wasmclassify.server.http.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A tensor's data as it stands in JSON: flat or nested arrays, row-major. Its type may become known after it. */
final class JsonTensor {
    private final List<String> texts = new ArrayList<>();
    private float[] numbers = new float[1024];
    private int count;

    private JsonTensor() {}

    static JsonTensor read(JsonReader json) throws IOException {
        JsonTensor tensor = new JsonTensor();
        int depth = 0;
        do {
            switch (json.peek()) {
                case BEGIN_ARRAY -> {
                    json.beginArray();
                    depth++;
                }
                case END_ARRAY -> {
                    json.endArray();
                    depth--;
                }
                case NUMBER -> tensor.add((float) json.nextDouble());
                case STRING -> tensor.texts.add(json.nextString());
                default ->
                    throw Problem.badRequest("a tensor's data must be an array of numbers or strings, not of "
                            + json.peek().name().toLowerCase(Locale.ROOT));
            }
        } while (depth > 0 && json.peek() != JsonToken.END_DOCUMENT);
        return tensor;
    }

    private void add(float number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
    }

    /** As files that are written in base64, which JSON needs: its strings are text. */
    List<byte[]> elements() {
        if (count > 0) {
            throw Problem.badRequest("a BYTES tensor's data must be strings");
        }
        try {
            return texts.stream().map(Base64.getDecoder()::decode).toList();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "pictures in JSON must be written in base64; or send them by the binary tensor data extension");
        }
    }

    float[] numbers() {
        if (!texts.isEmpty()) {
            throw Problem.badRequest("only a BYTES tensor's data may be strings");
        }
        return Arrays.copyOf(numbers, count);
    }
}
