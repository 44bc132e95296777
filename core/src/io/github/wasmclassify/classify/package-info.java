/**
 * Classifies pictures. {@link Classifier} is where a program starts; {@link ClassifierPool} does it with several
 * threads.
 */
package io.github.wasmclassify.classify;
