package io.github.wasmclassify.model.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a YAML file, as Ultralytics' data sets have them: below the key {@code names}, a list or a map from
 * numbers, one entry per line or in brackets. The rest of the file is ignored.
 */
final class YamlNames {
    private static final Pattern KEY =
            Pattern.compile("(?m)^(?:names|labels|classes|class_names)[ \\t]*:[ \\t]*([\\[{].*|#.*)?$");
    private static final Pattern LIST_LINE = Pattern.compile("\\s*-\\s+(\\S.*)");
    private static final Pattern MAP_LINE = Pattern.compile("\\s+(\\d{1,7}|'\\d{1,7}'|\"\\d{1,7}\")\\s*:\\s*(.*)");
    private static final Pattern QUOTED =
            Pattern.compile("'((?:[^']|'')*+)'\\s*(?:#.*)?|\"((?:[^\"\\\\]|\\\\.)*+)\"\\s*(?:#.*)?");
    /** An element of a list or map in brackets. */
    private static final Pattern ELEMENT =
            Pattern.compile("\\s*('(?:[^']|'')*+'|\"(?:[^\"\\\\]|\\\\.)*+\"|[^,\\]}'\"][^,\\]}]*+)\\s*(,|$)");

    private YamlNames() {}

    static Optional<JsonElement> read(String text) {
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            return text.lines().filter(line -> !line.isBlank()).allMatch(line -> line.startsWith("- "))
                    ? Optional.of(block(text.lines().toList()))
                    : Optional.empty();
        }
        String value = key.group(1);
        return Optional.of(
                value != null && !value.startsWith("#")
                        ? brackets(text.substring(key.start(1)))
                        : block(text.substring(key.end()).lines().skip(1).toList()));
    }

    private static JsonElement block(List<String> lines) {
        JsonArray list = new JsonArray();
        JsonObject map = new JsonObject();
        for (String line : lines) {
            Matcher inList = LIST_LINE.matcher(line);
            Matcher inMap = MAP_LINE.matcher(line);
            if (inList.matches()) {
                list.add(scalar(inList.group(1)));
            } else if (inMap.matches()) {
                map.addProperty(inMap.group(1).replaceAll("['\"]", ""), scalar(inMap.group(2)));
            } else if (!line.isBlank() && !line.strip().startsWith("#")) {
                break;
            }
        }
        return list.isEmpty() ? map : list;
    }

    private static JsonElement brackets(String text) {
        int end = text.indexOf(text.charAt(0) == '[' ? ']' : '}');
        if (end < 0) {
            throw new LabelFormatException("looks like YAML, but the bracket after `names:` is not closed");
        }
        List<String> elements = new ArrayList<>();
        String inside = text.substring(1, end);
        Matcher element = ELEMENT.matcher(inside);
        while (element.lookingAt()) {
            elements.add(element.group(1));
            element.region(element.end(), inside.length());
        }
        return text.charAt(0) == '[' ? list(elements) : map(elements);
    }

    private static JsonElement list(List<String> elements) {
        JsonArray list = new JsonArray();
        elements.forEach(element -> list.add(scalar(element)));
        return list;
    }

    private static JsonElement map(List<String> elements) {
        JsonObject map = new JsonObject();
        for (String element : elements) {
            String[] pair = element.split(":", 2);
            map.add(pair[0].strip(), new JsonPrimitive(scalar(pair[pair.length - 1])));
        }
        return map;
    }

    private static String scalar(String text) {
        Matcher quoted = QUOTED.matcher(text.strip());
        if (quoted.matches()) {
            return quoted.group(1) != null
                    ? quoted.group(1).replace("''", "'")
                    : PythonLiteral.unquoted('"' + quoted.group(2) + '"').orElse("");
        }
        int comment = text.indexOf(" #");
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }
}
