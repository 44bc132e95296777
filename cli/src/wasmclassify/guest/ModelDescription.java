package wasmclassify.guest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import wasmclassify.error.GuestException;

/**
 * What the guest says about the model it has loaded.
 *
 * @param format the file's format, such as {@code TensorFlow frozen graph}
 * @param classes the length of the output
 * @param json all of it, as the guest wrote it
 */
public record ModelDescription(String format, int classes, String json) {
    static ModelDescription parse(String json) {
        try {
            JsonObject root = JsonParser.parseString(json).getAsJsonObject();
            int classes = root.getAsJsonObject("output").get("classes").getAsInt();
            return new ModelDescription(root.get("format").getAsString(), classes, json);
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new GuestException("the guest described its model in a way that is not understood", e);
        }
    }
}
