package io.github.wasmclassify.training.fit;

/**
 * Linear scores for classes, of which a softmax makes probabilities.
 *
 * @param weights for each class, one for each feature
 * @param biases for each class
 */
public record LinearModel(double[][] weights, double[] biases) {
    /** The probability of each class. */
    public double[] probabilities(float[] features) {
        double[] scores = biases.clone();
        for (int k = 0; k < scores.length; k++) {
            scores[k] += LogisticLoss.dot(weights[k], 0, features);
        }
        LogisticLoss.softmax(scores);
        return scores;
    }
}
