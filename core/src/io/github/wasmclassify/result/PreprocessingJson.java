package io.github.wasmclassify.result;

import com.google.gson.stream.JsonWriter;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.CardJson;
import io.github.wasmclassify.model.card.ModelCard;
import java.io.IOException;
import java.util.List;

/** How pictures are prepared for a model, as a JSON object: each value with who says so. */
public final class PreprocessingJson {
    /** The facts that are written, in their order. */
    public static final List<CardField> FIELDS = List.of(
            CardField.INPUT_SIZE,
            CardField.INPUT_RANGE,
            CardField.MEAN,
            CardField.STD,
            CardField.CHANNELS,
            CardField.CROP,
            CardField.RESIZE);

    private PreprocessingJson() {}

    /** @param card of a model that was read */
    public static void write(JsonWriter json, ModelCard card) throws IOException {
        json.beginObject();
        for (CardField field : FIELDS) {
            if (card.fact(field).isPresent()) {
                json.name(field.key()).beginObject();
                json.name("value")
                        .jsonValue(CardJson.value(field, card.text(field).orElseThrow())
                                .toString());
                json.name("by").value(card.fact(field).orElseThrow().origin());
                json.endObject();
            }
        }
        json.endObject();
    }
}
