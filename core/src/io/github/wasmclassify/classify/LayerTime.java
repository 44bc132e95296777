package io.github.wasmclassify.classify;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.wasmclassify.error.GuestException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long one layer of a network took in one run.
 *
 * @param name of the layer in the model file
 * @param op what it computes, such as {@code Conv}
 * @param macs number of multiply-accumulate operations
 * @param millis its time
 */
public record LayerTime(String name, String op, long macs, double millis) {
    static List<LayerTime> parse(String json) {
        try {
            List<LayerTime> layers = new ArrayList<>();
            JsonParser.parseString(json).getAsJsonArray().forEach(layer -> layers.add(of(layer.getAsJsonObject())));
            return layers;
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new GuestException("the guest profiled its model in a form that cannot be parsed", e);
        }
    }

    private static LayerTime of(JsonObject layer) {
        return new LayerTime(
                layer.get("name").getAsString(),
                layer.get("op").getAsString(),
                layer.get("macs").getAsLong(),
                layer.get("ms").getAsDouble());
    }
}
