package io.github.wasmclassify.training.fit;

import java.util.Arrays;
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

    /** As many weaker candidates in a row that are worse end the search: they take the longest. */
    private static final int PATIENCE = 2;

    /** Enough for a comparison. */
    private static final double TOLERANCE = 1e-4;

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
        List<Part> tests = IntStream.range(0, folds)
                .filter(fold -> parts.inside(fold).length > 0 && parts.outside(fold).length > 0)
                .parallel()
                .mapToObj(fold -> new Part(samples, parts.inside(fold), parts.outside(fold)))
                .toList();
        double best = CANDIDATES[0];
        double least = Double.POSITIVE_INFINITY;
        int worse = 0;
        for (int i = 0; i < CANDIDATES.length && worse < PATIENCE; i++) {
            double strength = CANDIDATES[i];
            double[] losses = tests.parallelStream()
                    .mapToDouble(test -> test.loss(strength))
                    .toArray();
            double loss = Arrays.stream(losses).sum();
            worse = loss < least ? 0 : worse + 1;
            if (loss < least) {
                best = strength;
                least = loss;
            }
        }
        return best;
    }

    /** A fold to test with, and a fit to the other samples, which goes on from one strength to the next. */
    private static final class Part {
        private final Samples inside;
        private final double[] weights;
        private final LogisticRegression fit;

        Part(Samples samples, int[] inside, int[] outside) {
            this.inside = samples.at(inside);
            double[] all = samples.balancedWeights();
            weights = IntStream.of(inside).mapToDouble(i -> all[i]).toArray();
            fit = new LogisticRegression(samples.at(outside));
        }

        /** The summed loss of the samples in the fold. */
        double loss(double strength) {
            LinearModel model = fit.fit(strength, TOLERANCE);
            double loss = 0;
            for (int i = 0; i < weights.length; i++) {
                double p = model.probabilities(inside.rows()[i])[inside.labels()[i]];
                loss -= weights[i] * Math.log(Math.max(p, Double.MIN_NORMAL));
            }
            return loss;
        }
    }
}
