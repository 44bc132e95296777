package io.github.wasmclassify.cli.report.evaluation;

import io.github.wasmclassify.model.labels.Labels;
import io.github.wasmclassify.model.labels.Synonyms;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Unique names for classes: if several have the same name, the index is added. */
final class ClassTitles {
    private ClassTitles() {}

    /** Whole labels. */
    static List<String> whole(List<Integer> classes, Labels labels) {
        return distinct(classes, index -> labels.names().get(index));
    }

    /** The first name in each label. */
    static List<String> brief(List<Integer> classes, Labels labels) {
        return distinct(classes, index -> Synonyms.of(labels.names().get(index)).get(0));
    }

    private static List<String> distinct(List<Integer> classes, Function<Integer, String> name) {
        List<String> names = classes.stream().map(name).toList();
        var counts = names.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return IntStream.range(0, names.size())
                .mapToObj(
                        i -> counts.get(names.get(i)) == 1 ? names.get(i) : names.get(i) + " (" + classes.get(i) + ")")
                .toList();
    }
}
