package wasmclassify.report;

/** How results are written. */
public enum Format {
    /** Lines for people. */
    TEXT,
    /** One document. */
    JSON,
    /** A JSON object a line. */
    JSONL,
    /** Comma-separated values (RFC 4180) with a header. */
    CSV,
    /** The same with tabs. */
    TSV
}
