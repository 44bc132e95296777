package io.github.wasmclassify.training.fit;

import java.util.ArrayList;
import java.util.List;

/**
 * An orthonormal basis of the space that some vectors span, by Gram-Schmidt with a second pass for accuracy. The
 * regularised weights of a linear model lie in the span of its samples, so where there are few samples of many features
 * it can be fitted in far fewer coordinates, with the same result.
 */
final class RowSpace {
    /** A vector that is shorter than this part of its length before is in the span already. */
    private static final double NEGLIGIBLE = 1e-5;

    private final List<double[]> basis = new ArrayList<>();

    private RowSpace() {}

    static RowSpace of(float[][] rows) {
        RowSpace space = new RowSpace();
        for (float[] row : rows) {
            double[] rest = new double[row.length];
            for (int i = 0; i < row.length; i++) {
                rest[i] = row[i];
            }
            double before = length(rest);
            space.removeFrom(rest);
            space.removeFrom(rest);
            double after = length(rest);
            if (after > NEGLIGIBLE * before) {
                for (int i = 0; i < rest.length; i++) {
                    rest[i] /= after;
                }
                space.basis.add(rest);
            }
        }
        return space;
    }

    private void removeFrom(double[] vector) {
        for (double[] axis : basis) {
            double share = 0;
            for (int i = 0; i < vector.length; i++) {
                share += axis[i] * vector[i];
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] -= share * axis[i];
            }
        }
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    /** The coordinates of vectors of the space. */
    float[][] coordinates(float[][] rows) {
        float[][] coordinates = new float[rows.length][basis.size()];
        for (int r = 0; r < rows.length; r++) {
            for (int j = 0; j < basis.size(); j++) {
                coordinates[r][j] = (float) LogisticLoss.dot(basis.get(j), 0, rows[r]);
            }
        }
        return coordinates;
    }

    /** A model of vectors that gives the scores which this one gives their coordinates. */
    LinearModel expand(LinearModel inCoordinates, int width) {
        double[][] weights = new double[inCoordinates.weights().length][width];
        for (int k = 0; k < weights.length; k++) {
            for (int j = 0; j < basis.size(); j++) {
                double weight = inCoordinates.weights()[k][j];
                double[] axis = basis.get(j);
                for (int i = 0; i < width; i++) {
                    weights[k][i] += weight * axis[i];
                }
            }
        }
        return new LinearModel(weights, inCoordinates.biases());
    }
}
