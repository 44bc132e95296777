package io.github.wasmclassify.training;

/**
 * A picture that may be in the wrong folder: a model that was fitted to other pictures takes it for something else.
 *
 * @param name the picture's
 * @param label the class that it is given as
 * @param probability of that class
 * @param likelier the class that it seems to be
 * @param ofLikelier the probability of that one
 */
public record Suspect(String name, int label, double probability, int likelier, double ofLikelier) {}
