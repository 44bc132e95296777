package io.github.wasmclassify.model.labels;

import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.Remedy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The names in a label file, before it is known how many classes the model has.
 *
 * @param source where they come from, for messages
 * @param entries at least one, in the order of the file
 * @param isNumbered whether the file states each entry's class; otherwise they are counted from 0, and there must be
 *     one for each class
 */
public record NamedClasses(String source, List<Entry> entries, boolean isNumbered) {
    /** The largest class number that is accepted. */
    static final int LARGEST_NUMBER = 1_000_000;

    /**
     * The name of one class.
     *
     * @param number of the class, from 0
     * @param name empty for a class without a name
     * @param wordNetId such as {@code n07749582}; empty if the file has none
     */
    public record Entry(int number, String name, String wordNetId) {
        Entry(int number, String name) {
            this(number, name, "");
        }
    }

    /** Names in the order of the classes. */
    public static NamedClasses inOrder(String source, List<String> names) {
        List<Entry> entries = new ArrayList<>();
        names.forEach(name -> entries.add(new Entry(entries.size(), name)));
        return new NamedClasses(source, entries, false);
    }

    /** The same names with another source. */
    NamedClasses from(String place) {
        return new NamedClasses(place, entries, isNumbered);
    }

    /** How many classes they are for; empty if numbers are left out, because then only the model tells. */
    public OptionalInt count() {
        boolean isDense = smallest() <= 1 && largest() - smallest() + 1 == entries.size();
        return isDense ? OptionalInt.of(entries.size()) : OptionalInt.empty();
    }

    /** Whether these fit a model with this many classes and name the last of them. */
    public boolean fit(int classes) {
        return problem(classes).isEmpty() && largest() - shift(classes) + 1 == classes;
    }

    /** Whether these are the placeholders that Hugging Face writes for classes without names. */
    public boolean isPlaceholder() {
        return entries.stream().allMatch(entry -> entry.name().equals("LABEL_" + entry.number()));
    }

    /**
     * A name for each class; classes that the file leaves out get their number.
     *
     * @throws ModelException if they do not fit a model with this many classes; the message states both numbers
     */
    public Labels forClasses(int classes) {
        problem(classes).ifPresent(problem -> {
            throw new ModelException("label file `" + source + "` " + problem, Remedy.FITTING_LABELS);
        });
        int shift = shift(classes);
        List<String> names = new ArrayList<>(Collections.nCopies(classes, ""));
        List<String> ids = new ArrayList<>(Collections.nCopies(classes, ""));
        for (Entry entry : entries) {
            if (entry.number() >= shift) {
                names.set(entry.number() - shift, entry.name());
                ids.set(entry.number() - shift, entry.wordNetId());
            }
        }
        return new Labels(source, names, ids.stream().allMatch(String::isEmpty) ? List.of() : ids);
    }

    /** The same names without the first {@code count} numbers; the others are renumbered from 0. */
    public NamedClasses skip(int count) {
        List<Entry> rest = entries.stream()
                .filter(entry -> entry.number() >= count)
                .map(entry -> new Entry(entry.number() - count, entry.name(), entry.wordNetId()))
                .toList();
        return new NamedClasses(source, rest, isNumbered);
    }

    private Optional<String> problem(int classes) {
        int last = largest() - shift(classes);
        if (isNumbered) {
            return last < classes
                    ? Optional.empty()
                    : Optional.of("names class " + largest() + " but the model has " + classes + " classes, 0 to "
                            + (classes - 1));
        }
        return last + 1 == classes
                ? Optional.empty()
                : Optional.of("has " + entries.size() + " labels but the model has " + classes + " classes");
    }

    /**
     * What to subtract from each number: 1 if the file counts from 1, or begins with a background class that the model
     * does not have. In both cases the largest number is one too large.
     */
    private int shift(int classes) {
        boolean firstIsNoClass = smallest() == 1
                || entries.stream()
                        .anyMatch(entry -> entry.number() == 0 && entry.name().equalsIgnoreCase("background"));
        return largest() == classes && firstIsNoClass ? 1 : 0;
    }

    private int smallest() {
        return entries.stream().mapToInt(Entry::number).min().orElse(0);
    }

    private int largest() {
        return entries.stream().mapToInt(Entry::number).max().orElse(-1);
    }
}
