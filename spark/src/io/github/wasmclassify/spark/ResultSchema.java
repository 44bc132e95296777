package io.github.wasmclassify.spark;

import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.model.card.Fact;
import io.github.wasmclassify.model.card.ModelCard;
import io.github.wasmclassify.model.labels.Synonyms;
import io.github.wasmclassify.result.PreprocessingJson;
import io.github.wasmclassify.result.ResultJson;
import io.github.wasmclassify.worker.PictureResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Results as rows with the fields of {@code --format json}; docs/output.md describes them. */
final class ResultSchema {
    private static final String PREPROCESSING = PreprocessingJson.FIELDS.stream()
            .map(field -> field.key() + ": STRUCT<value: STRING, by: STRING>")
            .collect(Collectors.joining(", ", "STRUCT<", ">"));

    /** Without the picture's path, which the caller of the function {@code classify} knows. */
    static final String RESULT = "width INT, height INT, verdict STRING,"
            + " predictions ARRAY<STRUCT<index: INT, label: STRING, names: ARRAY<STRING>, score: FLOAT>>,"
            + " decodeMillis DOUBLE, resizeMillis DOUBLE, inferenceMillis DOUBLE, warm BOOLEAN,"
            + " model STRING, engine STRING, preprocessing " + PREPROCESSING + ","
            + " error STRUCT<cause: STRING, message: STRING>";

    static final String RESULT_OF_FILE = "path STRING, " + RESULT;

    private ResultSchema() {}

    static StructType of(String fields) {
        return StructType.fromDDL(fields);
    }

    /** A row of {@link #RESULT}. */
    static Row row(PictureResult result) {
        return RowFactory.create(values(result).toArray());
    }

    /** A row of {@link #RESULT_OF_FILE}. */
    static Row rowOfFile(PictureResult result) {
        return RowFactory.create(
                Stream.concat(Stream.of(result.path()), values(result)).toArray());
    }

    private static Stream<Object> values(PictureResult result) {
        Optional<Classification> done = result.classification();
        return Stream.of(
                        done.map(Classification::width),
                        done.map(Classification::height),
                        result.verdict(),
                        done.map(shown -> predictions(shown.predictions())),
                        done.map(shown -> ResultJson.millis(shown.decode())),
                        done.map(shown -> ResultJson.millis(shown.resize())),
                        done.map(shown -> ResultJson.millis(shown.inference())),
                        done.map(Classification::warm),
                        Optional.of(result.model()),
                        Optional.of(result.engine()),
                        Optional.of(preprocessing(result.card())),
                        result.failure().map(ResultSchema::error))
                .map(value -> value.orElse(null));
    }

    private static Row[] predictions(List<Prediction> predictions) {
        return predictions.stream()
                .map(prediction -> RowFactory.create(
                        prediction.index(), prediction.label(), names(prediction.label()), prediction.score()))
                .toArray(Row[]::new);
    }

    private static String[] names(String label) {
        List<String> names = Synonyms.of(label);
        return names.size() > 1 ? names.toArray(String[]::new) : null;
    }

    private static Row preprocessing(ModelCard card) {
        return RowFactory.create(PreprocessingJson.FIELDS.stream()
                .map(field -> card.fact(field).map(ResultSchema::fact).orElse(null))
                .toArray());
    }

    private static Row fact(Fact fact) {
        return RowFactory.create(fact.value(), fact.origin());
    }

    private static Row error(PictureException failure) {
        return RowFactory.create(failure.reason().key(), failure.getMessage());
    }
}
