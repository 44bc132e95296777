package io.github.wasmclassify.model.labels;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list or a dictionary in brackets: JSON, or a literal from Python or JavaScript source, with or without the
 * assignment to a variable.
 */
final class BracketedText {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:(?:export\\s+)?(?:const|let|var)\\s+)?[A-Za-z_]\\w*\\s*=\\s*(?=[\\[{(])");

    private BracketedText() {}

    static Optional<JsonElement> read(String text) {
        String literal = withoutAssignment(text.strip());
        if (!literal.startsWith("{") && !literal.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(json(literal));
        } catch (IOException | JsonParseException | IllegalStateException json) {
            try {
                return Optional.of(PythonLiteral.parse(literal));
            } catch (LabelFormatException python) {
                if (!literal.endsWith("}") && !literal.endsWith("]")) {
                    return Optional.empty(); // plain lines, the first of which begins with a bracket
                }
                throw new LabelFormatException(
                        "looks like JSON or Python but is neither: " + python.getMessage(), json);
            }
        }
    }

    private static String withoutAssignment(String text) {
        Matcher assignment = ASSIGNMENT.matcher(text);
        String value = assignment.lookingAt() ? text.substring(assignment.end()) : text;
        return value.endsWith(";") ? value.substring(0, value.length() - 1) : value;
    }

    private static JsonElement json(String text) throws IOException {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonElement tree = JsonParser.parseReader(reader);
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new JsonParseException("more than one value");
        }
        return tree;
    }
}
