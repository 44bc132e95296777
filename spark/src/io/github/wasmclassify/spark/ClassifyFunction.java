package io.github.wasmclassify.spark;

import io.github.wasmclassify.worker.PictureClassifier;
import io.github.wasmclassify.worker.WorkerOptions;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;

/**
 * The function {@code classify(content)} for SQL and DataFrames. It makes a struct of what a picture shows, with the
 * fields of {@code --format json} except the path; null for null.
 *
 * <pre>{@code
 * ClassifyFunction.register(spark, WorkerOptions.DEFAULT.withTop(3));
 * spark.sql("SELECT path, classify(content).verdict FROM binaryFile.`photos/`").show();
 * }</pre>
 *
 * <p>In Python, {@code spark.udf.registerJavaFunction} makes one with the options of the session's configuration:
 * {@code spark.wasmclassify.model} and {@code spark.wasmclassify.top}.
 */
public final class ClassifyFunction implements UDF1<byte[], Row> {
    private static final long serialVersionUID = 1;

    private final WorkerOptions options;
    private transient volatile PictureClassifier classifier;

    /** Takes the options from the active session's configuration. */
    public ClassifyFunction() {
        this(ofSession(SparkSession.active()));
    }

    public ClassifyFunction(WorkerOptions options) {
        this.options = options;
    }

    /** Registers the function as {@code classify}. */
    public static void register(SparkSession session, WorkerOptions options) {
        session.udf().register("classify", new ClassifyFunction(options), type());
    }

    /** The type of the result. */
    public static DataType type() {
        return ResultSchema.of(ResultSchema.RESULT);
    }

    private static WorkerOptions ofSession(SparkSession session) {
        WorkerOptions defaults = WorkerOptions.DEFAULT;
        return defaults.withModel(session.conf().get("spark.wasmclassify.model", defaults.model()))
                .withTop(Integer.parseInt(
                        session.conf().get("spark.wasmclassify.top", Integer.toString(defaults.top()))));
    }

    @Override
    public Row call(byte[] content) {
        if (content == null) {
            return null;
        }
        if (classifier == null) {
            classifier = new PictureClassifier(ExecutorModel.locate(options));
        }
        PictureClassifier ready = classifier;
        return ResultSchema.row(ExecutorModel.explaining(() -> ready.classify("", content)));
    }
}
