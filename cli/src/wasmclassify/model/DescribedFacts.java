package wasmclassify.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wasmclassify.model.card.CardField;
import wasmclassify.model.card.ModelCard;

/** What the guest found out about a model, as the lowest of its cards. */
public final class DescribedFacts {
    private static final String FILE = "model file";

    private DescribedFacts() {}

    /** @param description the guest's, as {@code wasm/src/describe.rs} writes it */
    public static ModelCard of(String description) {
        JsonObject root = JsonParser.parseString(description).getAsJsonObject();
        JsonObject input = root.getAsJsonObject("input");
        JsonObject output = root.getAsJsonObject("output");
        JsonArray shape = input.getAsJsonArray("shape");
        ModelCard card = ModelCard.EMPTY
                .with(CardField.FORMAT, root.get("format").getAsString(), FILE)
                .with(CardField.INPUT_SIZE, shape.get(1).getAsString(), FILE)
                .with(CardField.LAYOUT, text(input, "layout", "NHWC"), FILE)
                .with(CardField.CROP, text(input, "crop", "squash"), text(input, "croppedBy", "default"))
                .with(CardField.RESIZE, text(input, "resize", "bilinear"), text(input, "resizedBy", "default"))
                .with(CardField.CHANNELS, text(input, "channels", "rgb"), text(input, "channelsBy", "default"))
                .with(CardField.OUTPUT, output.get("name").getAsString(), FILE)
                .with(CardField.CLASSES, output.get("classes").getAsString(), FILE);
        return normalisation(input).over(card);
    }

    /** The guest computes p * scale + offset. */
    private static ModelCard normalisation(JsonObject input) {
        double[] scale = numbers(input.getAsJsonArray("scale"));
        double[] offset = numbers(input.getAsJsonArray("offset"));
        String mean = join(IntStream.range(0, scale.length).mapToDouble(i -> -offset[i] / scale[i]).toArray());
        String std = join(IntStream.range(0, scale.length).mapToDouble(i -> 1 / scale[i]).toArray());
        String origin = text(input, "normalisedBy", "guest");
        return ModelCard.EMPTY.with(CardField.MEAN, mean, origin).with(CardField.STD, std, origin);
    }

    private static double[] numbers(JsonArray array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).getAsDouble()).toArray();
    }

    /** With the precision that the guest's floats have; once, if all channels have the same. */
    private static String join(double[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> new BigDecimal(values[i], new MathContext(6)).stripTrailingZeros())
                .map(number -> number.abs().compareTo(new BigDecimal("1e-6")) < 0 ? "0" : number.toPlainString())
                .collect(Collectors.collectingAndThen(Collectors.toList(),
                        all -> all.stream().distinct().count() == 1 ? all.get(0) : String.join(",", all)));
    }

    private static String text(JsonObject object, String key, String otherwise) {
        JsonElement value = object.get(key);
        return value == null ? otherwise : value.getAsString();
    }
}
