/** Moves files and replaces them as a whole. */
package io.github.wasmclassify.cli.file;
