/** What is known of a model: how its pictures are prepared, where it is from and who says so. */
package io.github.wasmclassify.model.card;
