package io.github.wasmclassify.cli.report;

import java.util.Locale;

/** Formats sizes of files and memory for people. */
public final class ByteCount {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    private ByteCount() {}

    /** {@code 13.6 MiB}, {@code 62.1 GiB}. */
    public static String text(long bytes) {
        return bytes < GIB
                ? String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB)
                : String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
    }
}
