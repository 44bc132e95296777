/** The models that are served, and the queue of what they are to classify. */
package io.github.wasmclassify.server.models;
