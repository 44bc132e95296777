package io.github.wasmclassify.cli.text;

/**
 * Makes text from outside, such as file names and servers' messages, safe to show. Raw control characters could change
 * a terminal's title, move its cursor or fake a line, and direction marks could disguise a name.
 */
public final class Printable {
    private Printable() {}

    /**
     * The text on one line, with an escape such as {@code \x1b} in place of each character that acts instead of being
     * shown.
     */
    public static String of(String text) {
        if (text.chars().noneMatch(Printable::acts)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> {
            if (acts(c)) {
                shown.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }

    /** Control characters, line separators and direction marks (Unicode Standard Annex 9). */
    private static boolean acts(int c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || c >= '\u202a' && c <= '\u202e'
                || c >= '\u2066' && c <= '\u2069';
    }
}
