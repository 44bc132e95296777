package io.github.wasmclassify.training.head;

import io.github.wasmclassify.training.fit.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What makes probabilities of features, in operations that every format has.
 *
 * @param width how many features there are
 * @param labels the classes, in the order of the probabilities
 * @param steps the last one makes the probabilities
 */
public record Head(int width, List<String> labels, List<Step> steps) {
    /** The softmax of linear scores. */
    public static Head of(LinearModel model, List<String> labels) {
        List<Step> steps = new ArrayList<>();
        addProbabilities(steps, model);
        return new Head(model.weights()[0].length, labels, steps);
    }

    /** The same with one more class at the end, for pictures that are unlike all that the model was fitted to. */
    public static Head of(LinearModel model, Optional<Gate> gate, List<String> labels) {
        if (gate.isEmpty()) {
            return of(model, labels);
        }
        List<Step> steps = new ArrayList<>();
        int probabilities = addProbabilities(steps, model);
        int gates = gate.get().addTo(steps);
        // the probabilities with a 1 behind them, times what is known and what is not
        int classes = model.biases().length;
        float[][] identity = new float[classes + 1][classes];
        float[] one = new float[classes + 1];
        for (int k = 0; k < classes; k++) {
            identity[k][k] = 1;
        }
        one[classes] = 1;
        int widened = add(steps, new Step.Dense(probabilities, identity, one));
        add(steps, new Step.Product(widened, gates));
        return new Head(model.weights()[0].length, labels, steps);
    }

    private static int addProbabilities(List<Step> steps, LinearModel model) {
        int scores = add(steps, new Step.Dense(0, floats(model.weights()), floats(model.biases())));
        return add(steps, new Step.Softmax(scores));
    }

    /** Returns the number of the value that the step makes. */
    static int add(List<Step> steps, Step step) {
        steps.add(step);
        return steps.size();
    }

    static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            floats[i] = (float) row[i];
        }
        return floats;
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = floats(rows[i]);
        }
        return floats;
    }

    /** The probability of each class, computed as the written file does. */
    public float[] probabilities(float[] features) {
        List<float[]> values = new ArrayList<>(List.of(features));
        for (Step step : steps) {
            values.add(Arithmetic.apply(step, values));
        }
        return values.get(values.size() - 1);
    }
}
