/** Faults of what the user gave to the command, and of its output. */
package io.github.wasmclassify.cli.error;
