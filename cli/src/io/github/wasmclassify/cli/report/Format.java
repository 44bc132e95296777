package io.github.wasmclassify.cli.report;

import java.util.Locale;

/** The formats of results. */
public enum Format {
    /** Lines for people. */
    TEXT,
    /** One line per picture. */
    LINE,
    /** One JSON document. */
    JSON,
    /** One JSON object per line. */
    JSONL,
    /** Comma-separated values (RFC 4180) with a header. */
    CSV,
    /** The same with tabs. */
    TSV;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
