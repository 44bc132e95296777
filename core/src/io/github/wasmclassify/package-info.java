/** The library: classifies pictures with a neural network that runs inside a WebAssembly module. */
package io.github.wasmclassify;
