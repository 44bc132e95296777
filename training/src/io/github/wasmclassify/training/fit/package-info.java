/** Fits a linear classifier to vectors: logistic regression, its regularisation, and the folds that test it. */
package io.github.wasmclassify.training.fit;
