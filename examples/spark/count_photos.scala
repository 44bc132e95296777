// Counts the pictures in a folder by what they show, in spark-shell.
import io.github.wasmclassify.spark.ClassifyFunction
import io.github.wasmclassify.worker.WorkerOptions
import org.apache.spark.sql.functions.{call_udf, col}

ClassifyFunction.register(spark, WorkerOptions.DEFAULT)
val photos = spark.read.format("binaryFile").load(spark.conf.get("spark.photos"))
photos
  .select(call_udf("classify", col("content"))("verdict").as("verdict"))
  .groupBy("verdict")
  .count()
  .orderBy("verdict")
  .collect()
  .foreach(row => println(s"${row.getString(0)}: ${row.getLong(1)}"))
System.exit(0)
