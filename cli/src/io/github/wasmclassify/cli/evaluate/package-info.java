/** Compares answers with what a user expects, and measures how good they are. */
package io.github.wasmclassify.cli.evaluate;
