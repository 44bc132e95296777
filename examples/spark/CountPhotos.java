import io.github.wasmclassify.spark.ClassifyFunction;
import io.github.wasmclassify.worker.WorkerOptions;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Counts the pictures in a folder by what they show. */
public class CountPhotos {
    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder().appName("count-photos").getOrCreate();
        ClassifyFunction.register(spark, WorkerOptions.DEFAULT);
        spark.read().format("binaryFile").load(args[0]).createOrReplaceTempView("photos");
        String counts = "SELECT classify(content).verdict, count(*) FROM photos GROUP BY 1 ORDER BY 1";
        for (Row row : spark.sql(counts).collectAsList()) {
            System.out.println(row.getString(0) + ": " + row.getLong(1));
        }
        spark.stop();
    }
}
