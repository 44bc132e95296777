/** Which pictures the user means, from files, directories, lists, addresses and stdin. */
package io.github.wasmclassify.cli.input;
