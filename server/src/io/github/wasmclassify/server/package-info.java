/** Classifies pictures over HTTP. {@link ClassifierServer} is where a program starts. */
package io.github.wasmclassify.server;
