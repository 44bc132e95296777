package io.github.wasmclassify.training.fit;

import java.util.Arrays;
import java.util.Optional;

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
    private static final double TOLERANCE = 1e-6;

    private final Scaling scaling;
    /** Absent where the samples are too many for it to pay. */
    private final Optional<RowSpace> space;

    private final Samples reduced;
    private final int width;
    /** Where the last fit ended. */
    private final double[] point;

    LogisticRegression(Samples samples) {
        scaling = Scaling.of(samples.rows());
        float[][] scaled = scaling.apply(samples.rows());
        width = scaled[0].length;
        // finding the basis costs about as much as what it saves where there are more samples
        space = samples.size() <= width / 2 ? Optional.of(RowSpace.of(scaled)) : Optional.empty();
        float[][] rows = space.map(found -> found.coordinates(scaled)).orElse(scaled);
        reduced = new Samples(rows, samples.labels(), samples.classes());
        point = new double[new LogisticLoss(reduced, 1).variables()];
    }

    /** The best model for one strength. */
    public static LinearModel fit(Samples samples, double strength) {
        return new LogisticRegression(samples).fit(strength, TOLERANCE);
    }

    /**
     * The best model for a strength, searched for from where the fit before ended.
     *
     * @param tolerance see {@link Lbfgs}
     */
    LinearModel fit(double strength, double tolerance) {
        new Lbfgs(new LogisticLoss(reduced, strength), tolerance).minimise(point);
        int variables = reduced.rows()[0].length;
        double[][] weights = new double[reduced.classes()][];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = Arrays.copyOfRange(point, k * variables, (k + 1) * variables);
        }
        LinearModel model =
                new LinearModel(weights, Arrays.copyOfRange(point, weights.length * variables, point.length));
        return scaling.undo(space.map(found -> found.expand(model, width)).orElse(model));
    }
}
