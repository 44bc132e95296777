/** Measures how fast a network runs on this machine. */
package io.github.wasmclassify.cli.bench;
