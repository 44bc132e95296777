/** The WebAssembly module that computes: its instance, its memory and the calls between it and the JVM. */
@Internal
package io.github.wasmclassify.guest;

import io.github.wasmclassify.Internal;
