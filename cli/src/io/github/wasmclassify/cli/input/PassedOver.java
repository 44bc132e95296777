package io.github.wasmclassify.cli.input;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the files that walks skip although their extension is a picture's. Thread-safe. */
public final class PassedOver {
    private final Map<String, Long> extensions = new TreeMap<>();

    /** @param extension without the dot, in lower case */
    synchronized void add(String extension) {
        extensions.merge("." + extension, 1L, Long::sum);
    }

    /** How many files there were, by extension with its dot. */
    public synchronized Map<String, Long> byExtension() {
        return new TreeMap<>(extensions);
    }

    /** "skipped 3 files of other kinds: 2 .heic, 1 .nef"; empty if there were none. */
    public static String text(Map<String, Long> byExtension) {
        long files = byExtension.values().stream().mapToLong(Long::longValue).sum();
        return files == 0
                ? ""
                : "skipped " + (files == 1 ? "1 file of another kind: " : files + " files of other kinds: ")
                        + byExtension.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
    }
}
