package io.github.wasmclassify.model.beside;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.wasmclassify.model.card.CardField;
import io.github.wasmclassify.model.card.ModelCard;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Custom Vision's {@code metadata_properties.json}, which has the properties of ONNX models for models of other
 * formats.
 */
final class CustomVision implements Exporter {
    private static final String FILE = "metadata_properties.json";
    private static final String PREPROCESS = "CustomVision.Preprocess.";
    private static final Map<String, String> RANGES =
            Map.of("NominalRange_0_255", "0..255", "Normalized_0_1", "0..1", "Normalized_1_1", "-1..1");
    private static final Map<String, String> ORDERS =
            Map.of("Bgr8", "bgr", "Bgra8", "bgr", "Rgb8", "rgb", "Rgba8", "rgb");

    @Override
    public Optional<ModelCard> read(ExportFiles files, String model) {
        return files.json(FILE)
                .filter(properties ->
                        properties.has("Image.NominalPixelRange") || properties.has("Image.BitmapPixelFormat"))
                .map(properties -> card(files, properties));
    }

    private static ModelCard card(ExportFiles files, JsonObject properties) {
        ModelCard card = ModelCard.EMPTY;
        Optional<String> order =
                JsonFields.text(properties, "Image.BitmapPixelFormat").map(ORDERS::get);
        if (order.isPresent()) {
            card = card.with(CardField.CHANNELS, order.get(), FILE);
        }
        double crop = number(properties, "CropHeight") / number(properties, "TargetHeight");
        if (JsonFields.text(properties, PREPROCESS + "CropMethod")
                        .filter("OneCropCenter"::equals)
                        .isPresent()
                && crop > 0) {
            card = files.withCenter(card, crop, FILE);
        }
        Optional<String> range =
                JsonFields.text(properties, "Image.NominalPixelRange").map(RANGES::get);
        double[] mean = numbers(properties, "NormalizeMean", 0);
        double[] std = numbers(properties, "NormalizeStd", 1);
        boolean isPlain = Arrays.stream(mean).allMatch(value -> value == 0)
                && Arrays.stream(std).allMatch(value -> value == 1);
        if (!isPlain && range.filter("-1..1"::equals).isEmpty()) {
            return files.withNormalisation(
                    card, range.filter("0..1"::equals).isPresent() ? 1.0 / 255 : 1, mean, std, FILE);
        }
        return range.isPresent() ? card.with(CardField.INPUT_RANGE, range.get(), FILE) : card;
    }

    /** 0 if the property is missing. */
    private static double number(JsonObject properties, String key) {
        return numbers(properties, key, 0)[0];
    }

    /** All values are texts. */
    private static double[] numbers(JsonObject properties, String key, double otherwise) {
        JsonObject read = new JsonObject();
        try {
            JsonFields.text(properties, PREPROCESS + key)
                    .ifPresent(text -> read.add(key, JsonParser.parseString(text)));
        } catch (JsonParseException e) {
            // as if the property were missing
        }
        return JsonFields.numbers(read, key).orElse(new double[] {otherwise});
    }
}
