package io.github.wasmclassify.cli.sort;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes folder names that every system accepts, as close to the label as possible. */
final class FolderName {
    /** Far below the 255 of file systems, so that whole paths also fit into Windows' 260 characters. */
    private static final int LONGEST = 120;

    private static final String REPLACEMENT = "_";

    /** Separators, characters that Windows forbids, and invisible ones: control and format characters, surrogates. */
    private static final Pattern REFUSED = Pattern.compile("[/\\\\:*?\"<>|\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    /** A dot in front hides a folder, and one at the end is lost on Windows. */
    private static final Pattern MARGIN = Pattern.compile("^[. ]+|[. ]+$");
    /** Windows' device names, with or without an extension. */
    private static final Pattern RESERVED = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
            Pattern.CASE_INSENSITIVE);

    private FolderName() {}

    /** Labels that differ only in forbidden characters get the same name. */
    static String of(String label) {
        String name = trimmed(cut(trimmed(REFUSED.matcher(label).replaceAll(REPLACEMENT))));
        return name.isEmpty() || RESERVED.matcher(name).matches() ? REPLACEMENT + name : name;
    }

    private static String trimmed(String name) {
        return MARGIN.matcher(name).replaceAll("");
    }

    /** Cuts a name to the largest number of UTF-8 bytes, at a character's end. */
    private static String cut(String name) {
        int end = 0;
        int bytes = 0;
        while (end < name.length()) {
            String character = Character.toString(name.codePointAt(end));
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) {
                break;
            }
            end += character.length();
        }
        return name.substring(0, end);
    }
}
