/** The Open Inference Protocol, version 2. */
package io.github.wasmclassify.server.v2;
