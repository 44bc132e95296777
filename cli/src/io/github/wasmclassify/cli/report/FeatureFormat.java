package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.batch.OutcomeListener;
import java.util.Locale;

/** The formats for the features of pictures. */
public enum FeatureFormat {
    /** One JSON object per line. */
    JSONL,
    /** Comma-separated values (RFC 4180) with a header. */
    CSV,
    /** An array as NumPy saves it. */
    NPY;

    /** @param width how many features a picture has */
    public OutcomeListener open(ResultOutput output, int width) {
        return switch (this) {
            case JSONL -> new FeatureLines(output);
            case CSV -> new FeatureTable(output, width);
            case NPY -> new FeatureArray(output, width);
        };
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
