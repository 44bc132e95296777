/** Prints results in every format, progress and the contact sheet. */
package io.github.wasmclassify.cli.report;
