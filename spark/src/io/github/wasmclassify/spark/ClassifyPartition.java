package io.github.wasmclassify.spark;

import io.github.wasmclassify.worker.PictureClassifier;
import io.github.wasmclassify.worker.PictureResult;
import io.github.wasmclassify.worker.WorkerOptions;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What an executor does with some files: reads one after the other, classifies it, and makes rows of the result.
 *
 * @param hadoop how to reach the file systems
 * @param maxBytes the largest size of a file that is read
 */
record ClassifyPartition(
        WorkerOptions options,
        Broadcast<SerializableConfiguration> hadoop,
        int maxBytes,
        OutputFormat format,
        Tally tally)
        implements MapPartitionsFunction<Row, Row> {

    /** @param files rows with {@code path} and {@code length} */
    @Override
    public Iterator<Row> call(Iterator<Row> files) {
        PictureClassifier classifier = new PictureClassifier(ExecutorModel.locate(options));
        Configuration configuration = hadoop.value().value();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(files, Spliterator.ORDERED), false)
                .map(row -> new StoredPicture(row.getString(0), row.getLong(1)))
                .map(picture -> classify(classifier, picture, configuration))
                .flatMap(format::rows)
                .iterator();
    }

    private PictureResult classify(PictureClassifier classifier, StoredPicture picture, Configuration configuration) {
        PictureResult result = ExecutorModel.explaining(
                () -> classifier.classify(picture.path(), () -> picture.read(configuration, maxBytes)));
        tally.add(result);
        return result;
    }
}
