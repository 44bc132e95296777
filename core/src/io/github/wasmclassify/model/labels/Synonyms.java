package io.github.wasmclassify.model.labels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names in a label that has several, such as {@code Eskimo dog, husky}. */
public final class Synonyms {
    /** A comma and a space, but not between parentheses. */
    private static final Pattern COMMA = Pattern.compile(",\\s+(?![^(]*\\))");

    private Synonyms() {}

    /** The names in a label, at least one. */
    public static List<String> of(String label) {
        if (label.indexOf(',') < 0) {
            return List.of(label.isBlank() ? label : label.strip());
        }
        List<String> names = Stream.of(COMMA.split(label))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return names.isEmpty() ? List.of(label) : names;
    }

    /**
     * A short name for each class: its first name, or the whole label if another class has the same first name. If even
     * the labels are equal, the index is added, so that no two classes share a name.
     */
    public static List<String> shortNames(List<String> labels) {
        List<String> first = labels.stream().map(label -> of(label).get(0)).toList();
        Map<String, Integer> uses = new HashMap<>();
        first.forEach(name -> uses.merge(name, 1, Integer::sum));
        Map<String, Integer> labelUses = new HashMap<>();
        labels.forEach(label -> labelUses.merge(label, 1, Integer::sum));
        return IntStream.range(0, labels.size())
                .mapToObj(i -> uses.get(first.get(i)) == 1
                        ? first.get(i)
                        : labelUses.get(labels.get(i)) == 1 ? labels.get(i) : labels.get(i) + " (" + i + ")")
                .toList();
    }
}
