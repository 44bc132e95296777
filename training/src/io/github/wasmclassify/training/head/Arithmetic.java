package io.github.wasmclassify.training.head;

import java.util.List;

/** Computes the steps of a head. */
final class Arithmetic {
    private Arithmetic() {}

    private interface Element {
        float at(int index);
    }

    /** @param values that were computed so far, the features first */
    static float[] apply(Step step, List<float[]> values) {
        if (step instanceof Step.Dense dense) {
            float[] x = values.get(dense.operand());
            return row(dense.bias().length, i -> dense.bias()[i] + dot(dense.weights()[i], x));
        } else if (step instanceof Step.Shift shift) {
            float[] x = values.get(shift.operand());
            return row(x.length, i -> x[i] + shift.row()[i]);
        } else if (step instanceof Step.Scale scale) {
            float[] x = values.get(scale.operand());
            return row(x.length, i -> x[i] * scale.row()[i]);
        } else if (step instanceof Step.Sum sum) {
            return row(values.get(sum.left()).length, i -> values.get(sum.left())[i] + values.get(sum.right())[i]);
        } else if (step instanceof Step.Product product) {
            return row(
                    values.get(product.left()).length,
                    i -> values.get(product.left())[i] * values.get(product.right())[i]);
        } else if (step instanceof Step.Softmax softmax) {
            return softmax(values.get(softmax.operand()));
        }
        throw new AssertionError(step);
    }

    private static float[] row(int length, Element element) {
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
            row[i] = element.at(i);
        }
        return row;
    }

    private static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return (float) sum;
    }

    private static float[] softmax(float[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - largest);
        }
        float[] probabilities = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = (float) (Math.exp(scores[i] - largest) / sum);
        }
        return probabilities;
    }
}
