/** Completion scripts for shells. */
package io.github.wasmclassify.cli.help.completion;
