/** Classifies pictures. Start with {@link Classifier}; {@link ClassifierPool} uses several threads. */
package io.github.wasmclassify.classify;
