/** Prints the results of an evaluation. */
package io.github.wasmclassify.cli.report.evaluation;
