package io.github.wasmclassify.training.head;

import io.github.wasmclassify.training.fit.Samples;
import java.util.List;

/**
 * Tells pictures that belong to one of the classes from those that belong to none, by how far their features are from
 * the centre of each class. The distance is Mahalanobis' with a diagonal covariance that all classes share (Lee et al.,
 * A Simple Unified Framework for Detecting Out-of-Distribution Samples, 2018, with a simpler covariance). The share of
 * what is known is {@code s / (s + exp(-threshold))}, where s is the sum of {@code exp(-steepness * distance)} over the
 * classes.
 *
 * @param mean of all features
 * @param precision of each feature, the root of one over its variance inside the classes
 * @param centres of the classes, moved and scaled like the features
 * @param steepness of the change from known to unknown
 * @param threshold beyond which a picture is unknown
 */
public record Gate(float[] mean, float[] precision, float[][] centres, double steepness, double threshold) {
    /** A feature's variance counts as at least this part of the average one: one that never changes tells nothing. */
    private static final double LEAST_VARIANCE = 0.1;

    /** A gate for some samples, whose steepness and threshold are still to be chosen. */
    public static Gate of(Samples samples) {
        int width = samples.rows()[0].length;
        int[] counts = samples.counts();
        double[][] sums = new double[samples.classes()][width];
        for (int s = 0; s < samples.size(); s++) {
            add(sums[samples.labels()[s]], samples.rows()[s]);
        }
        double[] mean = new double[width];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < width; i++) {
                mean[i] += sums[k][i] / samples.size();
                sums[k][i] /= Math.max(1, counts[k]);
            }
        }
        double[] precision = precision(samples, sums);
        float[][] centres = new float[sums.length][];
        for (int k = 0; k < sums.length; k++) {
            double[] centre = new double[width];
            for (int i = 0; i < width; i++) {
                centre[i] = (sums[k][i] - mean[i]) * precision[i];
            }
            centres[k] = Head.floats(centre);
        }
        return new Gate(Head.floats(mean), Head.floats(precision), centres, 1, 0);
    }

    private static void add(double[] sum, float[] row) {
        for (int i = 0; i < row.length; i++) {
            sum[i] += row[i];
        }
    }

    private static double[] precision(Samples samples, double[][] centres) {
        int width = centres[0].length;
        double[] variance = new double[width];
        double average = 0;
        for (int s = 0; s < samples.size(); s++) {
            for (int i = 0; i < width; i++) {
                double difference = samples.rows()[s][i] - centres[samples.labels()[s]][i];
                variance[i] += difference * difference / samples.size();
                average += difference * difference / samples.size() / width;
            }
        }
        double[] precision = new double[width];
        for (int i = 0; i < width; i++) {
            // shares of the average keep the distances of few samples from growing without bounds
            precision[i] = 1 / Math.sqrt(Math.max(variance[i], LEAST_VARIANCE * average) * width + Double.MIN_NORMAL);
        }
        return precision;
    }

    public Gate with(double steepness, double threshold) {
        return new Gate(mean, precision, centres, steepness, threshold);
    }

    /** The squared distance from each class; about 1 for what belongs to it. */
    public double[] distances(float[] features) {
        double[] distances = new double[centres.length];
        for (int k = 0; k < centres.length; k++) {
            for (int i = 0; i < mean.length; i++) {
                double difference = (features[i] - mean[i]) * precision[i] - centres[k][i];
                distances[k] += difference * difference;
            }
        }
        return distances;
    }

    /** Minus the logarithm of the sum s above: grows with the distance from all classes. */
    public static double strangeness(double[] distances, double steepness) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double distance : distances) {
            nearest = Math.min(nearest, distance);
        }
        double sum = 0;
        for (double distance : distances) {
            sum += Math.exp(-steepness * (distance - nearest));
        }
        return steepness * nearest - Math.log(sum);
    }

    /**
     * Adds the steps that compute, for each class, the share of what is known, and last that of what is not.
     *
     * @return the number of the value
     */
    int addTo(List<Step> steps) {
        float[] minusMean = mean.clone();
        for (int i = 0; i < mean.length; i++) {
            minusMean[i] = -mean[i];
        }
        int moved = Head.add(steps, new Step.Shift(0, minusMean));
        int scaled = Head.add(steps, new Step.Scale(moved, precision));
        int squared = Head.add(steps, new Step.Product(scaled, scaled));
        // |x - c|^2 = |x|^2 - 2 x c + |c|^2
        int classes = centres.length;
        float[][] ofSquares = new float[classes + 1][mean.length];
        float[][] ofValues = new float[classes + 1][mean.length];
        float[] constant = new float[classes + 1];
        for (int k = 0; k < classes; k++) {
            double length = 0;
            for (int i = 0; i < mean.length; i++) {
                ofSquares[k][i] = (float) -steepness;
                ofValues[k][i] = (float) (2 * steepness * centres[k][i]);
                length += (double) centres[k][i] * centres[k][i];
            }
            constant[k] = (float) (-steepness * length);
        }
        constant[classes] = (float) -threshold;
        int squares = Head.add(steps, new Step.Dense(squared, ofSquares, constant));
        int products = Head.add(steps, new Step.Dense(scaled, ofValues, new float[classes + 1]));
        int scores = Head.add(steps, new Step.Sum(squares, products));
        int shares = Head.add(steps, new Step.Softmax(scores));
        float[][] selection = new float[classes + 1][classes + 1];
        for (int k = 0; k < classes; k++) {
            for (int j = 0; j < classes; j++) {
                selection[k][j] = 1;
            }
        }
        selection[classes][classes] = 1;
        return Head.add(steps, new Step.Dense(shares, selection, new float[classes + 1]));
    }
}
