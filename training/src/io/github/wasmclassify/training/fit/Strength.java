package io.github.wasmclassify.training.fit;

import java.util.List;
import java.util.stream.IntStream;

/** Chooses the strength of the regularisation by cross-validation: the one with the least loss on unseen samples. */
public final class Strength {
    /** From the strongest to the weakest, two for each power of ten. */
    private static final double[] CANDIDATES = IntStream.rangeClosed(-2, 10)
            .mapToDouble(i -> Math.pow(10, -i / 2.0))
            .toArray();

    /** More samples change the choice little and take long; the strength is then scaled to their number. */
    private static final int MOST_SAMPLES = 2500;

    private Strength() {}

    /**
     * @param samples of at least two classes
     * @param folds of these samples
     * @param seed of the choice of samples where there are very many
     */
    public static double choose(Samples samples, int[] groups, int folds, long seed) {
        if (samples.size() > MOST_SAMPLES) {
            double fraction = (double) MOST_SAMPLES / samples.size();
            int[] some = Folds.split(samples.labels(), groups, fraction, seed).inside(0);
            int[] groupsOfSome = IntStream.of(some).map(i -> groups[i]).toArray();
            return choose(samples.at(some), groupsOfSome, folds, seed) * some.length / samples.size();
        }
        Folds parts = Folds.stratified(samples.labels(), groups, folds, seed);
        List<double[]> losses = IntStream.range(0, folds)
                .parallel()
                .mapToObj(fold -> losses(samples, parts, fold))
                .toList();
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < CANDIDATES.length; i++) {
            double loss = 0;
            for (double[] ofFold : losses) {
                loss += ofFold[i];
            }
            if (loss < least) {
                best = i;
                least = loss;
            }
        }
        return CANDIDATES[best];
    }

    /** For each candidate the summed loss of the samples in a fold, for a model of those outside of it. */
    private static double[] losses(Samples samples, Folds folds, int fold) {
        int[] inside = folds.inside(fold);
        double[] losses = new double[CANDIDATES.length];
        int[] outside = folds.outside(fold);
        if (inside.length == 0 || outside.length == 0) {
            return losses;
        }
        double[] weights = samples.balancedWeights();
        List<LinearModel> models = LogisticRegression.path(samples.at(outside), CANDIDATES);
        for (int i = 0; i < losses.length; i++) {
            for (int sample : inside) {
                double p = models.get(i).probabilities(samples.rows()[sample])[samples.labels()[sample]];
                losses[i] -= weights[sample] * Math.log(Math.max(p, Double.MIN_NORMAL));
            }
        }
        return losses;
    }
}
