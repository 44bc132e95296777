package io.github.wasmclassify.text;

/** Tells web addresses from names and paths of files. */
public final class WebAddress {
    private WebAddress() {}

    /** Whether this begins as a web address does. What follows may be wrong. */
    public static boolean is(String text) {
        return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
    }
}
