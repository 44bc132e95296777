package io.github.wasmclassify.model.beside;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/** Reads fields of untrusted JSON objects. A field of an unexpected type counts as missing. */
final class JsonFields {
    private JsonFields() {}

    static Optional<JsonObject> object(JsonObject object, String key) {
        return Optional.ofNullable(object.get(key))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }

    static Optional<String> text(JsonObject object, String key) {
        return primitive(object, key).map(JsonElement::getAsString);
    }

    static boolean isTrue(JsonObject object, String key, boolean otherwise) {
        return text(object, key).map("true"::equals).orElse(otherwise);
    }

    static OptionalDouble number(JsonObject object, String key) {
        return primitive(object, key)
                .filter(JsonFields::isNumber)
                .map(value -> OptionalDouble.of(value.getAsDouble()))
                .orElseGet(OptionalDouble::empty);
    }

    /** A list of numbers, or one number. */
    static Optional<double[]> numbers(JsonObject object, String key) {
        JsonElement value = object.get(key);
        if (value == null || !value.isJsonArray()) {
            return number(object, key).stream()
                    .mapToObj(number -> new double[] {number})
                    .findFirst();
        }
        JsonArray list = value.getAsJsonArray();
        return StreamSupport.stream(list.spliterator(), false).allMatch(JsonFields::isNumber) && !list.isEmpty()
                ? Optional.of(StreamSupport.stream(list.spliterator(), false)
                        .mapToDouble(JsonElement::getAsDouble)
                        .toArray())
                : Optional.empty();
    }

    private static Optional<JsonElement> primitive(JsonObject object, String key) {
        return Optional.ofNullable(object.get(key)).filter(JsonElement::isJsonPrimitive);
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }
}
