package io.github.wasmclassify.model.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Python's literals of lists, tuples, dictionaries, texts and numbers as JSON values: {@code {0: 'cat', 1:
 * b'dog'}}.
 */
final class PythonLiteral {
    private static final int DEEPEST = 32;
    private static final Pattern SPACE = Pattern.compile("(?:\\s++|#[^\\n]*+)++");
    private static final Pattern STRING =
            Pattern.compile("([bBuUrR]{0,2})(?:'((?:[^'\\\\\\n]|\\\\.)*+)'|\"((?:[^\"\\\\\\n]|\\\\.)*+)\")");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,15}(?:\\.\\d*)?(?:[eE][-+]?\\d{1,3})?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))");
    private static final Pattern NOTHING = Pattern.compile("None\\b");

    private final Matcher matcher;
    private final String text;
    private int position;

    private PythonLiteral(String text) {
        this.text = text;
        matcher = SPACE.matcher(text);
    }

    /** @throws LabelFormatException saying in which line it cannot be understood */
    static JsonElement parse(String text) {
        PythonLiteral literal = new PythonLiteral(text);
        JsonElement value = literal.value(0);
        literal.take(SPACE);
        if (literal.position < text.length()) {
            throw literal.unexpected();
        }
        return value;
    }

    /** The value of a text that is one string literal, such as {@code b'caf\xc3\xa9'}; empty for any other text. */
    static Optional<String> unquoted(String quoted) {
        Matcher string = STRING.matcher(quoted);
        return string.matches() ? Optional.of(content(string)) : Optional.empty();
    }

    private JsonElement value(int depth) {
        take(SPACE);
        if (depth > DEEPEST || position == text.length()) {
            throw unexpected();
        }
        switch (text.charAt(position)) {
            case '{':
                return dictionary(depth);
            case '[':
                return list(']', depth);
            case '(':
                return list(')', depth);
            default:
                return scalar();
        }
    }

    private JsonElement scalar() {
        if (take(STRING)) {
            return new JsonPrimitive(content(matcher));
        }
        if (take(NUMBER)) {
            return new JsonPrimitive(new BigDecimal(matcher.group()));
        }
        if (take(NOTHING)) {
            return JsonNull.INSTANCE;
        }
        throw unexpected();
    }

    private JsonArray list(char end, int depth) {
        JsonArray list = new JsonArray();
        position++;
        while (!isAt(end)) {
            list.add(value(depth + 1));
            comma(end);
        }
        position++;
        return list;
    }

    private JsonObject dictionary(int depth) {
        JsonObject dictionary = new JsonObject();
        position++;
        while (!isAt('}')) {
            JsonElement key = value(depth + 1);
            if (!key.isJsonPrimitive() || !isAt(':')) {
                throw unexpected();
            }
            position++;
            dictionary.add(key.getAsString(), value(depth + 1));
            comma('}');
        }
        position++;
        return dictionary;
    }

    private void comma(char end) {
        if (isAt(',')) {
            position++;
        } else if (!isAt(end)) {
            throw unexpected();
        }
    }

    private boolean isAt(char expected) {
        take(SPACE);
        if (position == text.length()) {
            throw unexpected();
        }
        return text.charAt(position) == expected;
    }

    private boolean take(Pattern token) {
        matcher.usePattern(token).region(position, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        position = matcher.end();
        return true;
    }

    private LabelFormatException unexpected() {
        long line = text.substring(0, position)
                        .chars()
                        .filter(character -> character == '\n')
                        .count()
                + 1;
        return new LabelFormatException(
                position == text.length() ? "it ends too early" : "line " + line + " cannot be parsed");
    }

    /** The value of a match of {@link #STRING}. Byte strings are read as UTF-8. */
    private static String content(Matcher string) {
        String raw = string.group(2) == null ? string.group(3) : string.group(2);
        String prefix = string.group(1).toLowerCase(Locale.ROOT);
        if (raw.indexOf('\\') < 0 || prefix.contains("r")) {
            return raw;
        }
        return prefix.contains("b") ? unescapedBytes(raw) : unescaped(raw);
    }

    private static String unescapedBytes(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String characters = unescaped(raw);
        characters.chars().forEach(bytes::write);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String unescaped(String raw) {
        return ESCAPE.matcher(raw).replaceAll(escape -> {
            String code = escape.group(1) == null ? escape.group(2) : escape.group(1);
            if (code != null) {
                return Matcher.quoteReplacement(Character.toString(Integer.parseInt(code, 16)));
            }
            return "nrt".contains(escape.group(3)) ? " " : Matcher.quoteReplacement(escape.group(3));
        });
    }
}
