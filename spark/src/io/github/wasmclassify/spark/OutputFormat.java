package io.github.wasmclassify.spark;

import io.github.wasmclassify.worker.PictureResult;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** How results are written. */
enum OutputFormat {
    /** A row for each picture, with the fields of {@code --format json}. */
    PARQUET("parquet", ResultSchema.RESULT_OF_FILE, Map.of()) {
        @Override
        Stream<Row> rows(PictureResult result) {
            return Stream.of(ResultSchema.rowOfFile(result));
        }
    },
    /** The lines of {@code predict --format jsonl}. */
    JSONL("text", "value STRING", Map.of()) {
        @Override
        Stream<Row> rows(PictureResult result) {
            return Stream.of(RowFactory.create(result.toJson()));
        }
    },
    /** The lines of {@code predict --format csv}, with a header in each file. */
    CSV("csv", TableSchema.COLUMNS, TableSchema.OPTIONS) {
        @Override
        Stream<Row> rows(PictureResult result) {
            return TableSchema.rows(result);
        }
    };

    private final String source;
    private final String schema;
    private final Map<String, String> options;

    OutputFormat(String source, String schema, Map<String, String> options) {
        this.source = source;
        this.schema = schema;
        this.options = options;
    }

    /** The rows of one result. */
    abstract Stream<Row> rows(PictureResult result);

    StructType schema() {
        return ResultSchema.of(schema);
    }

    /** The name of Spark's data source that writes it. */
    String writtenBy() {
        return source;
    }

    /** The name of Spark's data source that finds the column {@code path} in what was written. */
    String readBy() {
        return this == JSONL ? "json" : source;
    }

    /** The schema to read the column {@code path} with: columns of a table are told apart by their place. */
    StructType readSchema() {
        return this == CSV ? schema() : ResultSchema.of("path STRING");
    }

    /** For the data source. */
    Map<String, String> options() {
        return options;
    }
}
