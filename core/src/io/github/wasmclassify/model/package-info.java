/** Finds models, their labels and their preprocessing. */
package io.github.wasmclassify.model;
