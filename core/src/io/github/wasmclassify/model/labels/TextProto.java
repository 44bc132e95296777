package io.github.wasmclassify.model.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TensorFlow's label maps, which are protocol buffers as text: {@code item { id: 1 name: 'cat' }}. It is read as a list
 * of items.
 */
final class TextProto {
    private static final Pattern BEGINNING = Pattern.compile("(?:\\s++|#[^\\n]*+)*+(?:item|entry)\\s*:?\\s*\\{");
    private static final Pattern ITEM = Pattern.compile("\\b(?:item|entry)\\s*:?\\s*\\{");
    private static final Pattern FIELD = Pattern.compile("\\s*(?:#[^\\n]*+\\n\\s*)*+(\\w++)\\s*+:\\s*+"
            + "(?:(-?\\d{1,15})\\b|('(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"))\\s*+[,;]?");

    private TextProto() {}

    static Optional<JsonElement> read(String text) {
        if (!BEGINNING.matcher(text).lookingAt()) {
            return Optional.empty();
        }
        JsonArray items = new JsonArray();
        Matcher item = ITEM.matcher(text);
        int end = 0;
        while (item.find(end)) {
            JsonObject fields = new JsonObject();
            Matcher field = FIELD.matcher(text);
            end = item.end();
            while (field.region(end, text.length()).lookingAt()) {
                if (field.group(2) != null) {
                    fields.addProperty(field.group(1), Long.parseLong(field.group(2)));
                } else {
                    fields.addProperty(
                            field.group(1),
                            PythonLiteral.unquoted(field.group(3)).orElse(""));
                }
                end = field.end();
            }
            items.add(fields);
        }
        return Optional.of(items);
    }
}
