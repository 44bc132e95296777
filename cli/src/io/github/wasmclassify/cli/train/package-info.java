/** The pictures to learn from, and what is told of a trained model. */
package io.github.wasmclassify.cli.train;
