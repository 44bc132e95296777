package io.github.wasmclassify.training.fit;

/** A smooth function of many variables that is to be made small. */
interface Objective {
    /**
     * The value at a point.
     *
     * @param gradient receives the gradient there
     */
    double at(double[] point, double[] gradient);
}
