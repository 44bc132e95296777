package io.github.wasmclassify.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * How different two words are: the fewest typing errors that make one the other (Damerau, 1964), where an error is a
 * letter too many, a letter too few, a wrong letter, or two neighbours swapped; no letter counts for two errors.
 */
public final class EditDistance {
    private EditDistance() {}

    /** How many such errors there are. */
    public static int between(String a, String b) {
        int[][] distance =
                new int[a.length() + 1][b.length() + 1]; // between the first i letters of a and the first j of b
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, distance);
            }
        }
        return distance[a.length()][b.length()];
    }

    /** The word that was most likely meant, if one is similar enough: about a third of its letters may be wrong. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> between(word, candidate) <= word.length() / 3)
                .min(Comparator.<String>comparingInt(candidate -> between(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int step(String a, String b, int i, int j, int[][] distance) {
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(distance[i - 1][j - 1] + wrong, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean isSwapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }
}
