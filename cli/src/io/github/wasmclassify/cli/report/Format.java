package io.github.wasmclassify.cli.report;

import java.util.Locale;

/** How results are written. */
public enum Format {
    /** Lines for people. */
    TEXT,
    /** One line a picture. */
    LINE,
    /** One document. */
    JSON,
    /** A JSON object a line. */
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
