package io.github.wasmclassify.model.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.wasmclassify.model.labels.NamedClasses.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the names of classes in lists and objects, whatever kind of file they were read from. */
public final class NamesInTree {
    /**
     * Keys under which files keep their names, in lower case, letters and digits only. The first that exists is used.
     */
    private static final List<String> HOLDERS = List.of(
            "id2label",
            "idxtoclass",
            "labelnames",
            "names",
            "classnames",
            "labels",
            "label",
            "classes",
            "categories",
            "label2id",
            "classtoidx",
            "classindices");
    /** Columns with the number of a class. */
    private static final List<String> NUMBERS = List.of(
            "index",
            "classindex",
            "classidx",
            "idx",
            "classid",
            "labelid",
            "id",
            "targetclass",
            "number",
            "label",
            "class");
    /** Columns with the name of a class, best first. */
    private static final List<String> NAMES = List.of(
            "displayname",
            "commonname",
            "name",
            "names",
            "classname",
            "labelname",
            "label",
            "labels",
            "class",
            "category",
            "species",
            "tag",
            "targetclassstring");

    private static final String WORDNET_ID = "n\\d{8}";
    private static final int DEEPEST = 4;

    private NamesInTree() {}

    /** The names in it, without their source; empty if there are none. */
    public static Optional<NamedClasses> find(JsonElement tree) {
        return find(tree, 0);
    }

    private static Optional<NamedClasses> find(JsonElement tree, int depth) {
        if (tree.isJsonArray()) {
            return inList(elements(tree.getAsJsonArray()));
        }
        return tree.isJsonObject() && depth < DEEPEST ? inObject(tree.getAsJsonObject(), depth) : Optional.empty();
    }

    static boolean isNameKey(String key) {
        return NAMES.contains(normal(key));
    }

    private static String normal(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static List<JsonElement> elements(JsonArray list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static Optional<NamedClasses> inList(List<JsonElement> list) {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        if (list.stream().allMatch(JsonElement::isJsonObject)) {
            return inRows(list.stream().map(JsonElement::getAsJsonObject).toList());
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonElement element : list) {
            Optional<Entry> entry = entry(entries.size(), element);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            entries.add(entry.get());
        }
        return Optional.of(new NamedClasses("", entries, false));
    }

    /** An entry that is a name, null, or a WordNet id and a name. */
    private static Optional<Entry> entry(int number, JsonElement value) {
        if (value.isJsonNull()) {
            return Optional.of(new Entry(number, ""));
        }
        if (value.isJsonPrimitive()) {
            return Optional.of(new Entry(number, value.getAsString()));
        }
        if (value.isJsonArray()) {
            List<JsonElement> pair = elements(value.getAsJsonArray());
            if (pair.size() == 2
                    && pair.stream().allMatch(JsonElement::isJsonPrimitive)
                    && pair.get(0).getAsString().matches(WORDNET_ID)) {
                return Optional.of(
                        new Entry(number, pair.get(1).getAsString(), pair.get(0).getAsString()));
            }
        } else {
            return inRows(List.of(value.getAsJsonObject()))
                    .map(row -> new Entry(
                            number,
                            row.entries().get(0).name(),
                            row.entries().get(0).wordNetId()));
        }
        return Optional.empty();
    }

    /** Objects that have the same keys, as the rows of a table do. */
    private static Optional<NamedClasses> inRows(List<JsonObject> rows) {
        Optional<String> id = key(rows, rows.get(0).keySet(), value -> value.matches(WORDNET_ID));
        Optional<String> number = NUMBERS.stream()
                .flatMap(wanted -> keysLike(rows, wanted, NamesInTree::isNumber))
                .filter(key -> rows.size()
                        == rows.stream()
                                .map(row -> row.get(key).getAsString())
                                .distinct()
                                .count())
                .findFirst();
        Optional<String> name = NAMES.stream()
                .flatMap(wanted -> keysLike(rows, wanted, value -> true))
                .filter(key ->
                        !Optional.of(key).equals(number) && !Optional.of(key).equals(id))
                .findFirst()
                .or(() -> id);
        return name.map(key -> {
            List<Entry> entries = new ArrayList<>();
            for (JsonObject row : rows) {
                int index = number.map(
                                column -> Integer.parseInt(row.get(column).getAsString()))
                        .orElse(entries.size());
                entries.add(new Entry(
                        index,
                        row.get(key).getAsString(),
                        id.map(column -> row.get(column).getAsString()).orElse("")));
            }
            return new NamedClasses("", entries, number.isPresent());
        });
    }

    private static Stream<String> keysLike(List<JsonObject> rows, String wanted, Predicate<String> form) {
        Set<String> like = new HashSet<>();
        rows.get(0).keySet().stream().filter(key -> normal(key).equals(wanted)).forEach(like::add);
        return key(rows, like, form).stream();
    }

    /** The first of these keys that every row has with a suitable value. */
    private static Optional<String> key(List<JsonObject> rows, Set<String> keys, Predicate<String> form) {
        return keys.stream()
                .filter(key -> rows.stream()
                        .map(row -> row.get(key))
                        .allMatch(value -> value != null && value.isJsonPrimitive() && form.test(value.getAsString())))
                .findFirst();
    }

    private static Optional<NamedClasses> inObject(JsonObject object, int depth) {
        if (!object.isEmpty() && object.keySet().stream().allMatch(NamesInTree::isNumber) && !hasNumbersAlone(object)) {
            return byNumber(object);
        }
        for (String holder : HOLDERS) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                if (normal(member.getKey()).equals(holder)) {
                    Optional<NamedClasses> names = find(member.getValue(), depth + 1);
                    if (names.isPresent()) {
                        return names.map(found -> described(found, object));
                    }
                }
            }
        }
        return !object.isEmpty() && hasNumbersAlone(object) ? Optional.of(byName(object)) : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,7}") && Integer.parseInt(text) <= NamedClasses.LARGEST_NUMBER;
    }

    /** Whether all values are numbers, not texts with digits. Then the keys are the names. */
    private static boolean hasNumbersAlone(JsonObject object) {
        return object.entrySet().stream()
                .map(Map.Entry::getValue)
                .allMatch(value -> value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                        && isNumber(value.getAsString()));
    }

    private static Optional<NamedClasses> byNumber(JsonObject object) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            Optional<Entry> entry = entry(Integer.parseInt(member.getKey()), member.getValue());
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            entries.add(entry.get());
        }
        return Optional.of(new NamedClasses("", entries, true));
    }

    private static NamedClasses byName(JsonObject object) {
        List<Entry> entries = new ArrayList<>();
        object.entrySet()
                .forEach(member -> entries.add(new Entry(member.getValue().getAsInt(), member.getKey())));
        return new NamedClasses("", entries, true);
    }

    /** timm stores WordNet ids as names and, separately, their descriptions. */
    private static NamedClasses described(NamedClasses names, JsonObject object) {
        if (!object.has("label_descriptions")
                || !object.get("label_descriptions").isJsonObject()) {
            return names;
        }
        JsonObject meanings = object.getAsJsonObject("label_descriptions");
        List<Entry> entries = names.entries().stream()
                .map(entry ->
                        meanings.has(entry.name()) && meanings.get(entry.name()).isJsonPrimitive()
                                ? new Entry(
                                        entry.number(),
                                        meanings.get(entry.name()).getAsString(),
                                        entry.name().matches(WORDNET_ID) ? entry.name() : entry.wordNetId())
                                : entry)
                .toList();
        return new NamedClasses(names.source(), entries, names.isNumbered());
    }
}
