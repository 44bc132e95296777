package io.github.wasmclassify.cli.train;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.training.Duplicates;
import io.github.wasmclassify.training.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What makes examples unusable, and what makes a bad model of them. */
public final class ExampleCheck {
    /** A class with fewer pictures cannot be learned or tested well. */
    private static final int FEW = 10;

    /** No more names than this are listed. */
    private static final int MOST_NAMES = 5;

    private final List<String> labels;
    private final Consumer<String> notes;

    /** @param notes takes lines for people */
    public ExampleCheck(List<String> labels, Consumer<String> notes) {
        this.labels = labels;
        this.notes = notes;
    }

    /**
     * Refuses classes that nothing can be learned of.
     *
     * @param labels of all classes
     * @throws InputException if there are too few
     */
    public static void requireClasses(List<String> labels, Object source) {
        if (labels.size() < 2) {
            throw new InputException("`" + source + "` has only one class, `" + labels.get(0)
                    + "`; a model needs at least two to tell apart: add a folder of other pictures");
        }
    }

    /**
     * The positions of the examples to learn from: pictures that are in several classes at once are left out.
     *
     * @throws InputException if a class has no pictures
     */
    public List<Integer> usable(List<Example> examples) {
        Map<String, Example> first = new HashMap<>();
        Map<String, Example> contradicting = new HashMap<>();
        for (Example example : examples) {
            Example before = first.putIfAbsent(example.embedding().digest(), example);
            if (before != null && before.label() != example.label()) {
                contradicting.put(example.embedding().digest(), example);
            }
        }
        contradicting.values().stream().limit(MOST_NAMES).forEach(example -> {
            Example before = first.get(example.embedding().digest());
            notes.accept(before.name() + " and " + example.name() + " are the same picture, given as `"
                    + labels.get(before.label()) + "` and as `" + labels.get(example.label()) + "`; both are left out");
        });
        if (contradicting.size() > MOST_NAMES) {
            notes.accept(
                    "and " + (contradicting.size() - MOST_NAMES) + " more pictures with several labels are left out");
        }
        List<Integer> usable = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            if (!contradicting.containsKey(examples.get(i).embedding().digest())) {
                usable.add(i);
            }
        }
        int[] counts = new int[labels.size()];
        usable.forEach(i -> counts[examples.get(i).label()]++);
        requirePictures(counts);
        return usable;
    }

    private void requirePictures(int[] counts) {
        List<String> few = new ArrayList<>();
        for (int k = 0; k < counts.length; k++) {
            String label = labels.get(k);
            if (counts[k] == 0) {
                throw new InputException(
                        "the class `" + label + "` has no picture to learn from; add some, or remove it");
            }
            if (counts[k] < FEW) {
                few.add("`" + label + "` (" + counts[k] + ")");
            }
        }
        if (!few.isEmpty()) {
            notes.accept("too few pictures for a good model: " + list(few) + "; " + FEW
                    + " or more in each class are better, 50 are good");
        }
    }

    /** Tells of pictures that are almost the same. */
    public void noteDuplicates(List<Example> examples, Duplicates duplicates) {
        if (duplicates.count() == 0) {
            return;
        }
        int[] groups = duplicates.groups();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] != i) {
                Example copy = examples.get(i);
                Example original = examples.get(groups[i]);
                pairs.add(copy.name() + " and " + original.name()
                        + (copy.label() == original.label() ? "" : ", which have different labels"));
            }
        }
        boolean isOne = duplicates.count() == 1;
        notes.accept((isOne ? "1 picture is" : duplicates.count() + " pictures are")
                + " almost the same as another; such pictures are held out or learned from together: " + list(pairs));
    }

    private static String list(List<String> names) {
        String some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? some + " and " + (names.size() - MOST_NAMES) + " more" : some;
    }
}
