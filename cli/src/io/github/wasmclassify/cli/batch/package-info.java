/** Classifies many pictures in order and counts what became of them. */
package io.github.wasmclassify.cli.batch;
