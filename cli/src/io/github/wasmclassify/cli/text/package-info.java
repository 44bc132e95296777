/** Text for terminals. */
package io.github.wasmclassify.cli.text;
