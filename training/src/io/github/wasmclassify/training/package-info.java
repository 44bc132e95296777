/** Teaches a model new classes: a head is fitted to the features that a base model computes from pictures. */
package io.github.wasmclassify.training;
