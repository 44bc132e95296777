package io.github.wasmclassify.cli.report;

/** Colours of a terminal (ECMA-48), or none. */
public record Style(boolean isOn) {
    public static final Style PLAIN = new Style(false);

    private static final String ESCAPE = "\u001b[";
    private static final String END = ESCAPE + "0m";
    private static final int BAR_CELLS = 20;

    String strong(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    /** A bar whose length shows the score. */
    String bar(double score) {
        int filled = (int) Math.round(score * BAR_CELLS);
        return in("32", "\u2588".repeat(filled)) + in("2", "\u2591".repeat(BAR_CELLS - filled));
    }

    private String in(String code, String text) {
        return isOn ? ESCAPE + code + "m" + text + END : text;
    }
}
