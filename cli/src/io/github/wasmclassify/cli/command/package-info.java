/** The command and its subcommands, one class for each. */
package io.github.wasmclassify.cli.command;
