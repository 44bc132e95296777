package io.github.wasmclassify.server.http;

import java.util.Locale;

/** Media types as headers have them. */
public final class MediaTypes {
    private MediaTypes() {}

    /** {@code image/png} of {@code Image/PNG; q=0.5}. */
    public static String essence(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
