/** What the command {@code serve} adds to the server: the models that it is given, its log and its secrets. */
package io.github.wasmclassify.cli.serve;
