/** Counts and times for Prometheus. */
package io.github.wasmclassify.server.metrics;
