package io.github.wasmclassify.model.labels;

import io.github.wasmclassify.model.labels.NamedClasses.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One name per line. The class's number, its WordNet id or both may come before the name, and the number may also come
 * after it; they are recognised only if all lines have them. A name may be in quotes, as Python prints it, or be the
 * last part of a taxonomy: {@code animal;bird;owl}.
 */
final class LineNames {
    private static final Pattern NUMBER_FIRST =
            Pattern.compile("(\\d{1,7})(?:\\s*[:,;=|]\\s*|[.)]\\s+|\\s+(?:-\\s+)?)(\\S.*)");
    private static final Pattern NUMBER_LAST = Pattern.compile("(.*\\S)(?:\\s*[:,;=]\\s*|\\s+)(\\d{1,7})");
    private static final Pattern WORDNET_ID = Pattern.compile("(n\\d{8})(?:[\\s,:;=]+(\\S.*))?");
    private static final int FEWEST_NUMBERED = 3;
    private static final int LONGEST_LINE = 4096;

    /** Of the lines that are not blank, counted from 0. */
    private final int[] places;

    private String[] names;
    private int[] numbers;
    private String[] ids;

    private LineNames(List<String> lines) {
        lines.stream().filter(line -> line.length() > LONGEST_LINE).findFirst().ifPresent(line -> {
            throw new LabelFormatException("line " + (lines.indexOf(line) + 1)
                    + " is too long for a name; this is not a known form of label file");
        });
        places = IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isEmpty())
                .toArray();
        names = Arrays.stream(places).mapToObj(lines::get).toArray(String[]::new);
        ids = new String[names.length];
        Arrays.fill(ids, "");
    }

    /** @throws LabelFormatException if most lines have a number, but not all, or if a line is too long for a name */
    static NamedClasses read(String text) {
        LineNames lines =
                new LineNames(text.stripTrailing().lines().map(String::strip).toList());
        lines.takeNumbersInFront();
        lines.takeWordNetIds();
        lines.takeNumbersInFront();
        lines.takeNumbersBehind();
        lines.takeLastOfTaxonomies();
        lines.takeQuotes();
        return lines.named();
    }

    private NamedClasses named() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            while (numbers == null && entries.size() < places[i]) {
                entries.add(new Entry(entries.size(), "")); // a blank line is a class without a name
            }
            entries.add(new Entry(numbers == null ? places[i] : numbers[i], names[i], ids[i]));
        }
        return new NamedClasses("", entries, numbers != null);
    }

    private void takeNumbersInFront() {
        if (numbers != null) {
            return;
        }
        Matcher[] found = Arrays.stream(names)
                .map(NUMBER_FIRST::matcher)
                .filter(Matcher::matches)
                .toArray(Matcher[]::new);
        int[] values = Arrays.stream(found)
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .toArray();
        String[] rest = Arrays.stream(found).map(line -> line.group(2)).toArray(String[]::new);
        if (!areDistinct(values) || Arrays.stream(rest).distinct().count() * 2 < rest.length) {
            return; // the numbers belong to the names: 3 of hearts, 3 of spades; 1 star, 2 stars, 3 stars
        }
        if (values.length == names.length) {
            numbers = limited(values);
            names = rest;
        } else if (values.length >= FEWEST_NUMBERED && values.length * 2 > names.length && areDense(values)) {
            int without = IntStream.range(0, names.length)
                    .filter(i -> !NUMBER_FIRST.matcher(names[i]).matches())
                    .findFirst()
                    .orElseThrow();
            throw new LabelFormatException(
                    "line " + (places[without] + 1) + " has no number before its name, but other lines do");
        }
    }

    /** Only if they count all lines, because names such as Boeing 747 end in a number too. */
    private void takeNumbersBehind() {
        Matcher[] found = Arrays.stream(names)
                .map(NUMBER_LAST::matcher)
                .filter(Matcher::matches)
                .toArray(Matcher[]::new);
        if (numbers != null || found.length < names.length) {
            return;
        }
        int[] values = Arrays.stream(found)
                .mapToInt(line -> Integer.parseInt(line.group(2)))
                .toArray();
        String[] rest = Arrays.stream(found).map(line -> line.group(1)).toArray(String[]::new);
        boolean mayBelongToNames = isCounting(values) && Arrays.stream(rest).anyMatch(name -> name.matches(".*\\d.*"));
        if (areDistinct(values)
                && areDense(values)
                && !mayBelongToNames
                && Arrays.stream(rest).distinct().count() == rest.length) {
            numbers = values;
            names = rest;
        }
    }

    private void takeWordNetIds() {
        Matcher[] found = Arrays.stream(names)
                .map(WORDNET_ID::matcher)
                .filter(Matcher::matches)
                .toArray(Matcher[]::new);
        if (found.length == names.length) {
            ids = Arrays.stream(found).map(line -> line.group(1)).toArray(String[]::new);
            names = Arrays.stream(found)
                    .map(line -> line.group(2) == null ? line.group(1) : line.group(2))
                    .toArray(String[]::new);
        }
    }

    private void takeLastOfTaxonomies() {
        long fields = fields(names[0]);
        if (fields > 2 && Arrays.stream(names).allMatch(name -> fields(name) == fields)) {
            names = Arrays.stream(names)
                    .map(name ->
                            name.replaceFirst(";+$", "").replaceFirst(".*;", "").strip())
                    .toArray(String[]::new);
        }
    }

    private static long fields(String name) {
        return name.chars().filter(character -> character == ';').count() + 1;
    }

    private void takeQuotes() {
        List<Optional<String>> contents = Arrays.stream(names)
                .map(name -> PythonLiteral.unquoted(name.replaceFirst(",$", "")))
                .toList();
        if (contents.stream().allMatch(Optional::isPresent)) {
            names = contents.stream().map(Optional::get).toArray(String[]::new);
        }
    }

    private static boolean areDistinct(int[] values) {
        HashSet<Integer> seen = new HashSet<>();
        return values.length > 0 && Arrays.stream(values).allMatch(seen::add);
    }

    /** Whether distinct values cover the whole range from 0 or 1 to the largest. */
    private static boolean areDense(int[] values) {
        int smallest = Arrays.stream(values).min().orElse(0);
        return smallest <= 1 && Arrays.stream(values).max().orElse(0) - smallest == values.length - 1;
    }

    /** Whether each value is one more than the one before it, as the order of the lines already says. */
    private static boolean isCounting(int[] values) {
        return IntStream.range(1, values.length).allMatch(i -> values[i] == values[i - 1] + 1);
    }

    private static int[] limited(int[] values) {
        Arrays.stream(values)
                .filter(value -> value > NamedClasses.LARGEST_NUMBER)
                .findFirst()
                .ifPresent(value -> {
                    throw new LabelFormatException(
                            "uses the class number " + value + ", which is too large for any model");
                });
        return values;
    }
}
