/** The simple API: pictures in, labels or JSON out. */
package io.github.wasmclassify.server.classify;
