package wasmclassify.report;

import java.util.Locale;

/** Numbers of bytes for people. */
public final class ByteCount {
    private static final double MIB = 1 << 20;

    private ByteCount() {}

    public static String text(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }
}
