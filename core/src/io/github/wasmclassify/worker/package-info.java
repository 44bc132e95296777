/** Classification inside the tasks of an engine that spreads work over many machines, such as Spark, Flink or Beam. */
package io.github.wasmclassify.worker;
