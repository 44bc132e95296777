/** Text for terminals, and suggestions for misspelt words. */
package io.github.wasmclassify.cli.text;
