package io.github.wasmclassify.classify;

/**
 * One class and the model's score for it.
 *
 * @param index of the class in the model's output, which is the 0-based line of its label file
 * @param label the class's name
 * @param score the model's output for it, a probability if the model ends in a softmax
 */
public record Prediction(int index, String label, float score) {}
