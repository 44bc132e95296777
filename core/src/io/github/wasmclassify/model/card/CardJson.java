package io.github.wasmclassify.model.card;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Model cards as JSON objects: {@code {"inputSize": 224, "inputRange": "-1..1", "mean": [124, 117, 104]}}. */
public final class CardJson {
    private CardJson() {}

    /** @throws IllegalArgumentException naming the key, if there is one that no card has, or a value of another form */
    public static ModelCard read(JsonObject object, String origin) {
        ModelCard card = ModelCard.EMPTY;
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            card = card.with(CardField.ofKey(entry.getKey()), text(entry.getKey(), entry.getValue()), origin);
        }
        return card;
    }

    private static String text(String key, JsonElement value) {
        if (value.isJsonPrimitive()) {
            return value.getAsString();
        }
        if (value.isJsonArray()) {
            List<JsonElement> elements = StreamSupport.stream(
                            value.getAsJsonArray().spliterator(), false)
                    .toList();
            if (elements.stream().allMatch(JsonElement::isJsonPrimitive)) {
                return elements.stream().map(JsonElement::getAsString).collect(Collectors.joining(","));
            }
        }
        throw new IllegalArgumentException("`" + key + "` must be a string, a number or a list of numbers");
    }

    public static JsonObject write(ModelCard card) {
        JsonObject object = new JsonObject();
        card.facts().forEach((field, fact) -> object.add(field.key(), value(field, fact.value())));
        return object;
    }

    /** What the guest has to be told of the model, by the names that cards have for it. */
    public static JsonObject writeForGuest(ModelCard card) {
        JsonObject object = new JsonObject();
        card.facts().forEach((field, fact) -> {
            if (field.guestOption().isPresent()) {
                object.add(field.key(), value(field, fact.value()));
            }
        });
        return object;
    }

    /** A field's value as a card has it: a number, a list of numbers or a text. */
    public static JsonElement value(CardField field, String text) {
        return field.type().json(text);
    }
}
