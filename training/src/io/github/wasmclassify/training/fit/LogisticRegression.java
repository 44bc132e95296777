package io.github.wasmclassify.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression with an L2 penalty on the weights, in which every class weighs the same however many
 * samples it has. The fit is the minimum of
 *
 * <pre>mean over the samples of (weight * -log p(class | x)) + strength / 2 * sum of squared weights</pre>
 *
 * of scaled vectors x (see {@link Scaling}): scikit-learn's {@code LogisticRegression(C=1 / (strength * samples),
 * class_weight="balanced")} on the same vectors.
 */
public final class LogisticRegression {
    private static final double TOLERANCE = 1e-7;

    private LogisticRegression() {}

    /** The best model for one strength. */
    public static LinearModel fit(Samples samples, double strength) {
        return path(samples, new double[] {strength}).get(0);
    }

    /**
     * The best model for each of several strengths, of which each fit starts where the one before ended.
     *
     * @param strengths from the strongest to the weakest
     */
    static List<LinearModel> path(Samples samples, double[] strengths) {
        Scaling scaling = Scaling.of(samples.rows());
        float[][] scaled = scaling.apply(samples.rows());
        int width = scaled[0].length;
        // finding the basis costs about as much as what it saves where there are more samples
        RowSpace space = samples.size() <= width / 2 ? RowSpace.of(scaled) : null;
        float[][] rows = space == null ? scaled : space.coordinates(scaled);
        Samples reduced = new Samples(rows, samples.labels(), samples.classes());
        double[] point = new double[new LogisticLoss(reduced, 1).variables()];
        List<LinearModel> models = new ArrayList<>();
        for (double strength : strengths) {
            new Lbfgs(new LogisticLoss(reduced, strength), TOLERANCE).minimise(point);
            LinearModel model = model(point, samples.classes(), rows[0].length);
            models.add(scaling.undo(space == null ? model : space.expand(model, width)));
        }
        return models;
    }

    private static LinearModel model(double[] point, int classes, int width) {
        double[][] weights = new double[classes][];
        for (int k = 0; k < classes; k++) {
            weights[k] = Arrays.copyOfRange(point, k * width, (k + 1) * width);
        }
        return new LinearModel(weights, Arrays.copyOfRange(point, classes * width, point.length));
    }
}
