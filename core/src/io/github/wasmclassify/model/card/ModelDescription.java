package io.github.wasmclassify.model.card;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.wasmclassify.error.GuestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What the guest says about the model it has loaded, as {@code wasm/src/describe.rs} writes it.
 *
 * @param format the file's format, such as {@code TensorFlow frozen graph}
 * @param labels the names of classes that the model's file holds, empty for classes without one; absent if it holds
 *     none
 * @param labelsBy where in the file they are, for people
 * @param features what the last layer before the scores reads; absent if no such layer was found
 * @param operations how many of each kind there are
 * @param macs multiplications for a picture
 * @param weightBytes what the packed weights take
 * @param arenaBytes what the activations take
 * @param external the names of the files beside the model that hold its weights
 */
public record ModelDescription(
        String format,
        Input input,
        Output output,
        Optional<List<String>> labels,
        String labelsBy,
        Optional<Features> features,
        Map<String, Integer> operations,
        long macs,
        long weightBytes,
        long arenaBytes,
        List<String> external) {
    /**
     * What becomes of a picture. What ends in {@code By} says who decided, for people: {@code options}, a witness in
     * the file or beside it, or {@code default}.
     *
     * @param shape of the input: one, height, width, channels
     * @param layout in the file: NHWC or NCHW
     * @param scale for each channel: a pixel p of 0 to 255 becomes p * scale + offset
     * @param isAssumed whether the normalisation is a guess
     * @param channels rgb or bgr
     * @param crop as a card has it
     * @param resize the filter; absent where the guest does not say
     */
    public record Input(
            List<Integer> shape,
            String layout,
            List<Double> scale,
            List<Double> offset,
            String normalisedBy,
            boolean isAssumed,
            String channels,
            String channelsBy,
            String crop,
            String croppedBy,
            Optional<String> resize,
            String resizedBy) {
        private static Input parse(JsonObject input) {
            return new Input(
                    list(input.getAsJsonArray("shape"), JsonElement::getAsInt),
                    text(input, "layout", "NHWC"),
                    list(input.getAsJsonArray("scale"), JsonElement::getAsDouble),
                    list(input.getAsJsonArray("offset"), JsonElement::getAsDouble),
                    text(input, "normalisedBy", "guest"),
                    text(input, "assumed", "false").equals("true"),
                    text(input, "channels", "rgb"),
                    text(input, "channelsBy", "default"),
                    text(input, "crop", "squash"),
                    text(input, "croppedBy", "default"),
                    Optional.ofNullable(input.get("resize")).map(JsonElement::getAsString),
                    text(input, "resizedBy", "default"));
        }

        /** In pixels. */
        public int height() {
            return shape.get(1);
        }

        /** In pixels. */
        public int width() {
            return shape.get(2);
        }
    }

    /**
     * @param name of the node
     * @param classes how many scores there are
     */
    public record Output(String name, int classes, Scores scores) {
        private static Output parse(JsonObject output) {
            return new Output(
                    output.get("name").getAsString(),
                    output.get("classes").getAsInt(),
                    Scores.parse(text(output, "scores", "")));
        }

        /** Whether these are features of the picture, and no scores. */
        public boolean isFeatures() {
            return scores == Scores.FEATURES;
        }

        /** Whether each class has a probability of its own, so that a picture can be of several. */
        public boolean isIndependent() {
            return scores == Scores.INDEPENDENT;
        }
    }

    /**
     * The vector that describes a picture before the network's last layer.
     *
     * @param node the name in the file of what makes it
     * @param width how many values it has
     */
    public record Features(String node, int width) {
        private static Features parse(JsonObject features) {
            return new Features(
                    features.get("node").getAsString(), features.get("width").getAsInt());
        }
    }

    /**
     * Reads what the guest says.
     *
     * @throws GuestException if the text is not understood
     */
    public static ModelDescription parse(String json, List<String> external) {
        try {
            JsonObject root = JsonParser.parseString(json).getAsJsonObject();
            Map<String, Integer> operations = new LinkedHashMap<>();
            root.getAsJsonObject("ops")
                    .entrySet()
                    .forEach(op -> operations.put(op.getKey(), op.getValue().getAsInt()));
            return new ModelDescription(
                    root.get("format").getAsString(),
                    Input.parse(root.getAsJsonObject("input")),
                    Output.parse(root.getAsJsonObject("output")),
                    Optional.ofNullable(root.getAsJsonArray("labels"))
                            .map(names -> list(names, ModelDescription::nameOrNothing)),
                    text(root, "labelsBy", "model file"),
                    Optional.ofNullable(root.getAsJsonObject("features")).map(Features::parse),
                    operations,
                    root.get("macs").getAsLong(),
                    root.get("weightBytes").getAsLong(),
                    root.get("arenaBytes").getAsLong(),
                    List.copyOf(external));
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | IndexOutOfBoundsException
                | NumberFormatException e) {
            throw new GuestException("the guest described its model in a form that cannot be parsed", e);
        }
    }

    private static String nameOrNothing(JsonElement name) {
        return name.isJsonNull() ? "" : name.getAsString();
    }

    private static <T> List<T> list(JsonArray array, Function<JsonElement, T> element) {
        return StreamSupport.stream(array.spliterator(), false).map(element).toList();
    }

    private static String text(JsonObject object, String key, String otherwise) {
        JsonElement value = object.get(key);
        return value == null ? otherwise : value.getAsString();
    }
}
