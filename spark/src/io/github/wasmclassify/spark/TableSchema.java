package io.github.wasmclassify.spark;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.worker.PictureResult;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Results as the table of {@code --format csv}: a row for each prediction, or for each failure. */
final class TableSchema {
    static final String COLUMNS = "path STRING, width INT, height INT, verdict STRING, rank INT, index INT,"
            + " label STRING, score FLOAT, decode_ms DOUBLE, resize_ms DOUBLE, inference_ms DOUBLE, model STRING,"
            + " engine STRING, error_cause STRING, error STRING, warm BOOLEAN";

    /** What makes Spark's CSV that of RFC 4180. */
    static final Map<String, String> OPTIONS = Map.of(
            "header", "true",
            "escape", "\"",
            "multiLine", "true",
            "ignoreLeadingWhiteSpace", "false",
            "ignoreTrailingWhiteSpace", "false");

    private TableSchema() {}

    static Stream<Row> rows(PictureResult result) {
        return result.classification()
                .map(done -> predictions(result, done))
                .orElseGet(() -> Stream.of(failure(result)));
    }

    private static Stream<Row> predictions(PictureResult result, Classification done) {
        List<Prediction> predictions = done.predictions();
        return IntStream.range(0, predictions.size())
                .mapToObj(i -> RowFactory.create(
                        result.path(),
                        done.width(),
                        done.height(),
                        done.best().label(),
                        i + 1,
                        predictions.get(i).index(),
                        predictions.get(i).label(),
                        predictions.get(i).score(),
                        ResultJson.millis(done.decode()),
                        ResultJson.millis(done.resize()),
                        ResultJson.millis(done.inference()),
                        result.model(),
                        result.engine(),
                        null,
                        null,
                        done.warm()));
    }

    private static Row failure(PictureResult result) {
        Object[] values = new Object[16];
        values[0] = result.path();
        values[11] = result.model();
        values[12] = result.engine();
        values[13] = result.failure().orElseThrow().reason().key();
        values[14] = result.failure().orElseThrow().getMessage();
        return RowFactory.create(values);
    }
}
