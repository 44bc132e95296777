/**
 * The last layers of a trained model, and how they are put into files of the three formats in place of the old ones.
 */
package io.github.wasmclassify.training.head;
