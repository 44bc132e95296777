package io.github.wasmclassify.training.fit;

/**
 * Moves vectors so that their mean is zero, and scales all features by one factor so that their mean square is one. So
 * a strength of regularisation means the same for every network.
 *
 * @param mean of each feature
 * @param factor that all are multiplied by
 */
record Scaling(double[] mean, double factor) {
    static Scaling of(float[][] rows) {
        int width = rows[0].length;
        double[] mean = new double[width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                mean[i] += row[i] / (double) rows.length;
            }
        }
        double squares = 0;
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                squares += (row[i] - mean[i]) * (row[i] - mean[i]);
            }
        }
        double meanSquare = squares / ((double) rows.length * width);
        return new Scaling(mean, meanSquare > 0 ? 1 / Math.sqrt(meanSquare) : 1);
    }

    float[][] apply(float[][] rows) {
        float[][] scaled = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            scaled[r] = new float[mean.length];
            for (int i = 0; i < mean.length; i++) {
                scaled[r][i] = (float) ((rows[r][i] - mean[i]) * factor);
            }
        }
        return scaled;
    }

    /** A model of unscaled vectors that gives the scores which this one gives the scaled ones. */
    LinearModel undo(LinearModel scaled) {
        double[][] weights = new double[scaled.weights().length][mean.length];
        double[] biases = scaled.biases().clone();
        for (int k = 0; k < weights.length; k++) {
            for (int i = 0; i < mean.length; i++) {
                weights[k][i] = scaled.weights()[k][i] * factor;
                biases[k] -= weights[k][i] * mean[i];
            }
        }
        return new LinearModel(weights, biases);
    }
}
