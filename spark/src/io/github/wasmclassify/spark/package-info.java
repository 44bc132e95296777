/** Classifies pictures on Apache Spark: a job, and a function for SQL and DataFrames. */
package io.github.wasmclassify.spark;
