package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.model.labels.Synonyms;
import io.github.wasmclassify.text.EditDistance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds classes by what users call them: the label, one of the names between the label's commas, the WordNet id if
 * there is one, or the index, in this order of precedence. Case is ignored, and underscores count as spaces.
 */
public final class ClassNames {
    /** A longer list of wrong labels helps nobody. */
    private static final int MOST_PROBLEMS = 100;

    /** Longer texts are no misspelt names, and slow to compare. */
    private static final int LONGEST_NAME = 200;

    private final String source;
    private final int count;
    private final Map<String, SortedSet<Integer>> labels = new HashMap<>();
    private final Map<String, SortedSet<Integer>> synonyms = new HashMap<>();
    private final Map<String, SortedSet<Integer>> ids = new HashMap<>();
    private final Map<String, SortedSet<Integer>> indices = new HashMap<>();

    public ClassNames(Labels names) {
        source = names.source();
        count = names.names().size();
        List<String> wordNetIds = names.wordNetIds();
        for (int i = 0; i < count; i++) {
            put(labels, names.names().get(i), i);
            for (String synonym : Synonyms.of(names.names().get(i))) {
                put(synonyms, synonym, i);
            }
            put(indices, Integer.toString(i), i);
            if (!wordNetIds.isEmpty() && !wordNetIds.get(i).isEmpty()) {
                put(ids, wordNetIds.get(i), i);
            }
        }
    }

    private static void put(Map<String, SortedSet<Integer>> map, String name, int index) {
        map.computeIfAbsent(normal(name), key -> new TreeSet<>()).add(index);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", " ").strip();
    }

    /**
     * Finds the class of each text.
     *
     * @param places where each text stands
     * @throws InputException that lists, one per line, all texts that name no class or several
     */
    public Map<String, Integer> resolve(Map<String, String> places) {
        Map<String, Integer> classes = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        places.forEach((text, place) -> {
            SortedSet<Integer> found = find(text);
            if (found.size() == 1) {
                classes.put(text, found.first());
            } else if (problems.size() < MOST_PROBLEMS) {
                problems.add(place + ": " + (found.isEmpty() ? unknown(text) : ambiguous(text, found)));
            }
        });
        if (!problems.isEmpty()) {
            throw new InputException(String.join("\n", problems));
        }
        return classes;
    }

    private SortedSet<Integer> find(String text) {
        String name = normal(text);
        return Stream.of(labels, synonyms, ids, indices)
                .filter(map -> map.containsKey(name))
                .findFirst()
                .map(map -> map.get(name))
                .orElseGet(TreeSet::new);
    }

    private static String ambiguous(String text, SortedSet<Integer> found) {
        return "several classes are named `" + text + "`; use an index instead: "
                + String.join(", ", found.stream().map(String::valueOf).toList());
    }

    private String unknown(String text) {
        return "the model has no class `" + text + "`; "
                + nearest(text)
                        .map(name -> "did you mean `" + name + "`?")
                        .orElse("its " + count + " classes are those of " + source
                                + "; use a name, or an index from 0 to " + (count - 1));
    }

    private Optional<String> nearest(String text) {
        String name = normal(text);
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        return EditDistance.nearest(
                name,
                Stream.concat(synonyms.keySet().stream(), labels.keySet().stream())
                        .toList());
    }
}
