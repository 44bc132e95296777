"""Counts the pictures in a folder by what they show."""

import json
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import call_udf, col
from pyspark.sql.types import StructType

FUNCTION = "io.github.wasmclassify.spark.ClassifyFunction"

spark = SparkSession.builder.appName("count-photos").getOrCreate()
result = StructType.fromJson(json.loads(getattr(spark._jvm, FUNCTION).type().json()))
spark.udf.registerJavaFunction("classify", FUNCTION, result)
photos = spark.read.format("binaryFile").load(sys.argv[1])
counts = photos.select(call_udf("classify", col("content"))["verdict"].alias("verdict")).groupBy("verdict").count()
for row in counts.orderBy("verdict").collect():
    print(f"{row['verdict']}: {row['count']}")
spark.stop()
