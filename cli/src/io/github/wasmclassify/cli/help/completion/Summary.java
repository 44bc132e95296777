package io.github.wasmclassify.cli.help.completion;

/** Shortens a description so that it fits beside a completion. */
final class Summary {
    private static final int LONGEST = 70;

    private Summary() {}

    /** @param description the lines, of which the first is used */
    static String of(String[] description) {
        if (description.length == 0) {
            return "";
        }
        String sentence = description[0].replaceFirst("(?s)(\\. |\\.$|: | \\(|;).*", "");
        int end = sentence.length() <= LONGEST ? sentence.length() : sentence.lastIndexOf(' ', LONGEST);
        return sentence.substring(0, end).replaceFirst("[,;]$", "");
    }
}
