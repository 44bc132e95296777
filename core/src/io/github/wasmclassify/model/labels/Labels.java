package io.github.wasmclassify.model.labels;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The names of a model's classes.
 *
 * @param source where they come from, for messages
 * @param names one for each class, in the order of the model's output; a class without a name is {@code class 7}
 * @param wordNetIds the classes' WordNet ids, such as {@code n07749582}, which also name ImageNet's folders: one for
 *     each class, an empty one if it is not known; or none at all
 */
public record Labels(String source, List<String> names, List<String> wordNetIds) {
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\u202a-\u202e\u2066-\u2069]+");
    private static final int LONGEST_NAME = 1000;
    private static final List<String> BUNDLED = List.of("imagenet", "person", "pocket");

    /** Blank names become numbers, and what could confuse a terminal is removed. */
    public Labels {
        List<String> given = names;
        names = IntStream.range(0, given.size())
                .mapToObj(i -> shown(given.get(i), i))
                .toList();
        wordNetIds = List.copyOf(wordNetIds);
    }

    /** Labels without WordNet ids. */
    public Labels(String source, List<String> names) {
        this(source, names, List.of());
    }

    /** Labels of a model whose classes have no names: {@code class 0} and so on. */
    public static Labels none(int classes) {
        return new Labels("no label file", Collections.nCopies(classes, ""));
    }

    /** The names of the built-in label lists. */
    public static List<String> bundledNames() {
        return BUNDLED;
    }

    /** A built-in label list. ImageNet's begins with the background, unless the model has only 1,000 classes. */
    public static Labels bundled(String name, int classes) {
        List<String> names = resourceLines(name + ".txt");
        List<String> ids = resourceLines(name + "-wordnet-ids.txt");
        int skipped = name.equals("imagenet") && classes == names.size() - 1 ? 1 : 0;
        return new Labels(name, names.subList(skipped, names.size()), ids.subList(skipped, ids.size()));
    }

    private static List<String> resourceLines(String resource) {
        try (InputStream in = Labels.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON that {@link LabelFile} reads, whatever the names contain. */
    public String toJson() {
        JsonArray list = new JsonArray();
        for (int i = 0; i < names.size(); i++) {
            if (wordNetIds.isEmpty() || wordNetIds.get(i).isEmpty()) {
                list.add(names.get(i));
            } else {
                JsonArray pair = new JsonArray();
                pair.add(wordNetIds.get(i));
                pair.add(names.get(i));
                list.add(pair);
            }
        }
        return list + "\n";
    }

    /** Removes control characters and those that change the direction of writing. */
    private static String shown(String name, int index) {
        String clean = (isPrintableAscii(name) ? name : UNFIT.matcher(name).replaceAll(" ")).strip();
        return clean.isEmpty()
                ? "class " + index
                : clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) + "..." : clean;
    }

    /** True for nearly all names. On a cold JVM this check is faster than a regular expression. */
    private static boolean isPrintableAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
