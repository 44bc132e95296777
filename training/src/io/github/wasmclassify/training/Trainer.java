package io.github.wasmclassify.training;

import io.github.wasmclassify.training.fit.Folds;
import io.github.wasmclassify.training.fit.LinearModel;
import io.github.wasmclassify.training.fit.LogisticRegression;
import io.github.wasmclassify.training.fit.Samples;
import io.github.wasmclassify.training.fit.Strength;
import io.github.wasmclassify.training.head.Gate;
import io.github.wasmclassify.training.head.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits a head to examples. Some are held out: a head that is fitted to the others is tested on them. Then the head is
 * fitted again, to all of them. The result depends on the examples and the settings alone.
 */
public final class Trainer {
    private static final int FOLDS = 5;

    /** The class for pictures that belong to no other. */
    public static final String UNKNOWN = "unknown";

    /** Of the pictures that belong to a class, the share that the gate may take for unknown ones. */
    private static final double REFUSED = 0.05;

    private final List<String> labels;
    private final Settings settings;

    /**
     * @param validation the share of the pictures to hold out; 0 for none
     * @param seed of everything that is random
     * @param unknown whether to add the class {@link #UNKNOWN}
     */
    public record Settings(double validation, long seed, boolean unknown) {}

    /** @param labels the names of the classes */
    public Trainer(List<String> labels, Settings settings) {
        this.labels = labels;
        this.settings = settings;
    }

    /**
     * @param examples of at least two classes
     * @param duplicates among the examples; those of a group are held out or learned from together
     * @param variants for each example what the base model makes of changed versions of its picture, or nothing; they
     *     are learned from with their example, and never tested on
     */
    public Training train(List<Example> examples, Duplicates duplicates, List<List<float[]>> variants) {
        int[] groups = duplicates.groups();
        Samples all = new Samples(
                examples.stream().map(e -> e.embedding().features()).toArray(float[][]::new),
                examples.stream().mapToInt(Example::label).toArray(),
                labels.size());
        Optional<Assessment> heldOut = settings.validation == 0
                ? Optional.empty()
                : assess(all, groups, variants).filter(a -> a.accuracy().total() > 0);
        int[] everything = IntStream.range(0, all.size()).toArray();
        double strength = Strength.choose(all, groups, FOLDS, settings.seed);
        LinearModel model = LogisticRegression.fit(with(all, everything, variants), strength);
        Unseen unseen = new Unseen(all, groups, variants, strength);
        Head head = Head.of(model, unseen.gate(all), verdicts());
        return new Training(head, strength, heldOut, unseen.suspects(examples));
    }

    private List<String> verdicts() {
        if (!settings.unknown) {
            return labels;
        }
        List<String> verdicts = new ArrayList<>(labels);
        verdicts.add(UNKNOWN);
        return List.copyOf(verdicts);
    }

    private Optional<Assessment> assess(Samples all, int[] groups, List<List<float[]>> variants) {
        Folds split = Folds.split(all.labels(), groups, settings.validation, settings.seed);
        int[] learned = split.outside(0);
        Samples samples = all.at(learned);
        int[] ownGroups = IntStream.of(learned).map(i -> groups[i]).toArray();
        List<List<float[]>> ownVariants =
                IntStream.of(learned).mapToObj(variants::get).toList();
        double strength = Strength.choose(samples, ownGroups, FOLDS, settings.seed);
        LinearModel model = LogisticRegression.fit(with(all, learned, variants), strength);
        Optional<Gate> gate = settings.unknown
                ? new Unseen(samples, ownGroups, ownVariants, strength).gate(samples)
                : Optional.empty();
        Head head = Head.of(model, gate, verdicts());
        Assessment assessment = new Assessment(labels.size(), verdicts().size());
        for (int sample : split.inside(0)) {
            assessment.add(all.labels()[sample], best(head.probabilities(all.rows()[sample])));
        }
        return Optional.of(assessment);
    }

    /** Some samples and, behind them, the variants of each. */
    private static Samples with(Samples all, int[] positions, List<List<float[]>> variants) {
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int position : positions) {
            rows.add(all.rows()[position]);
            labels.add(all.labels()[position]);
            for (float[] variant : variants.get(position)) {
                rows.add(variant);
                labels.add(all.labels()[position]);
            }
        }
        return new Samples(
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                all.classes());
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            best = probabilities[k] > probabilities[best] ? k : best;
        }
        return best;
    }

    /** What models say of samples that they were not fitted to, each in turn. */
    private final class Unseen {
        private final Samples samples;
        private final double[][] probabilities;
        private final double[][] distances;

        Unseen(Samples samples, int[] groups, List<List<float[]>> variants, double strength) {
            this.samples = samples;
            probabilities = new double[samples.size()][];
            distances = new double[samples.size()][];
            Folds folds = Folds.stratified(samples.labels(), groups, FOLDS, settings.seed);
            IntStream.range(0, FOLDS).parallel().forEach(fold -> {
                int[] inside = folds.inside(fold);
                int[] outside = folds.outside(fold);
                if (inside.length == 0 || outside.length == 0) {
                    return;
                }
                LinearModel model = LogisticRegression.fit(with(samples, outside, variants), strength);
                Optional<Gate> gate = settings.unknown ? Optional.of(Gate.of(samples.at(outside))) : Optional.empty();
                for (int sample : inside) {
                    float[] row = samples.rows()[sample];
                    probabilities[sample] = model.probabilities(row);
                    gate.ifPresent(found -> distances[sample] = found.distances(row));
                }
            });
        }

        /** A gate that takes few of these samples for unknown. */
        Optional<Gate> gate(Samples all) {
            if (!settings.unknown) {
                return Optional.empty();
            }
            double[] nearest = Arrays.stream(distances)
                    .filter(found -> found != null)
                    .mapToDouble(found -> Arrays.stream(found).min().orElse(0))
                    .toArray();
            double mean = Arrays.stream(nearest).average().orElse(1);
            double variance = Arrays.stream(nearest)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(1);
            double steepness = 1 / Math.sqrt(Math.max(variance, 1e-6 * mean * mean));
            // a sample is known where its best probability times what is known is more than what is not
            double[] strangeness = IntStream.range(0, samples.size())
                    .filter(i -> distances[i] != null)
                    .mapToDouble(i -> Gate.strangeness(distances[i], steepness)
                            - Math.log(Arrays.stream(probabilities[i]).max().orElse(1)))
                    .sorted()
                    .toArray();
            double threshold = strangeness[(int) Math.ceil((1 - REFUSED) * strangeness.length) - 1];
            return Optional.of(Gate.of(all).with(steepness, threshold));
        }

        List<Suspect> suspects(List<Example> examples) {
            List<Suspect> suspects = new ArrayList<>();
            for (int i = 0; i < probabilities.length; i++) {
                double[] p = probabilities[i];
                int label = samples.labels()[i];
                if (p != null) {
                    int likelier = IntStream.range(0, p.length).reduce(0, (a, b) -> p[b] > p[a] ? b : a);
                    if (likelier != label) {
                        suspects.add(new Suspect(examples.get(i).name(), label, p[label], likelier, p[likelier]));
                    }
                }
            }
            suspects.sort(Comparator.comparingDouble(Suspect::probability));
            return suspects;
        }
    }
}
