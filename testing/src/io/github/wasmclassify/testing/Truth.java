package io.github.wasmclassify.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** What native TensorFlow says about a picture: its best classes and their probabilities. */
public record Truth(List<Integer> indices, List<Float> scores) {
    /** The answers in a file of {@code {"results": {picture: {"top5": [[index, score], ...]}}}}. */
    public static Map<String, Truth> ofPhotos(Path file) throws IOException {
        JsonObject results = parse(file).getAsJsonObject("results");
        return byPicture(results, photo -> photo.getAsJsonObject().getAsJsonArray("top5"));
    }

    /** A model's answers in {@code samples/truth.json}: {@code {picture: {model: [[index, score], ...]}}}. */
    public static Map<String, Truth> ofSamples(Path file, String model) throws IOException {
        return byPicture(parse(file), sample -> sample.getAsJsonObject().getAsJsonArray(model));
    }

    private static JsonObject parse(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static Map<String, Truth> byPicture(JsonObject pictures, Function<JsonElement, JsonArray> predictions) {
        Map<String, Truth> truths = new LinkedHashMap<>();
        pictures.entrySet().forEach(entry -> truths.put(entry.getKey(), of(predictions.apply(entry.getValue()))));
        return truths;
    }

    private static Truth of(JsonArray predictions) {
        Truth truth = new Truth(new ArrayList<>(), new ArrayList<>());
        for (JsonElement prediction : predictions) {
            truth.indices.add(prediction.getAsJsonArray().get(0).getAsInt());
            truth.scores.add(prediction.getAsJsonArray().get(1).getAsFloat());
        }
        return truth;
    }

    public int best() {
        return indices.get(0);
    }

    /**
     * How far each of the probabilities is from what was found.
     *
     * @param found the probability of the class of an index
     */
    public List<Double> differences(IntFunction<Float> found) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            differences.add((double) Math.abs(found.apply(indices.get(i)) - scores.get(i)));
        }
        return differences;
    }
}
