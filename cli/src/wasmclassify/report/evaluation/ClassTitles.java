package wasmclassify.report.evaluation;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wasmclassify.model.Labels;

/** Names of classes of which each means one: where several are called the same, their index is in it. */
final class ClassTitles {
    private ClassTitles() {}

    /** Whole labels. */
    static List<String> whole(List<Integer> classes, Labels labels) {
        return distinct(classes, index -> labels.names().get(index));
    }

    /** Labels up to their first comma. */
    static List<String> brief(List<Integer> classes, Labels labels) {
        return distinct(classes, index -> labels.names().get(index).split(",", 2)[0].strip());
    }

    private static List<String> distinct(List<Integer> classes, Function<Integer, String> name) {
        List<String> names = classes.stream().map(name).toList();
        var counts = names.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return IntStream.range(0, names.size())
                .mapToObj(i -> counts.get(names.get(i)) == 1 ? names.get(i) : names.get(i) + " (" + classes.get(i) + ")")
                .toList();
    }
}
