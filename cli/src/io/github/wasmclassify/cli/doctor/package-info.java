/** Checks of what the command needs on this machine. */
package io.github.wasmclassify.cli.doctor;
