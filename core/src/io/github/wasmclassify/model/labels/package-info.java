/** The names of a model's classes, and the files that hold them. */
package io.github.wasmclassify.model.labels;
