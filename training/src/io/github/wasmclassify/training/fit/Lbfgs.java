package io.github.wasmclassify.training.fit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a convex function with limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4),
 * with steps that are halved until the function falls enough (Armijo's condition).
 */
final class Lbfgs {
    private static final int HISTORY = 10;
    private static final int MOST_ITERATIONS = 1000;
    private static final int MOST_HALVINGS = 40;
    private static final double ARMIJO = 1e-4;

    private final Objective objective;
    private final double tolerance;
    private final Deque<Correction> history = new ArrayDeque<>();

    /** A step, the change of the gradient that it made, and one over their product. */
    private record Correction(double[] step, double[] change, double rho) {}

    /** @param tolerance the minimum is found when no component of the gradient is larger */
    Lbfgs(Objective objective, double tolerance) {
        this.objective = objective;
        this.tolerance = tolerance;
    }

    /** Moves the point to the minimum and returns the value there. */
    double minimise(double[] point) {
        double[] gradient = new double[point.length];
        double value = objective.at(point, gradient);
        for (int i = 0; i < MOST_ITERATIONS && largest(gradient) > tolerance; i++) {
            double[] direction = direction(gradient);
            double slope = dot(direction, gradient);
            double[] next = new double[point.length];
            double[] nextGradient = new double[point.length];
            double length = history.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
            double nextValue = Double.POSITIVE_INFINITY;
            for (int halvings = 0; halvings < MOST_HALVINGS; halvings++, length /= 2) {
                for (int j = 0; j < point.length; j++) {
                    next[j] = point[j] + length * direction[j];
                }
                nextValue = objective.at(next, nextGradient);
                if (nextValue <= value + ARMIJO * length * slope) {
                    break;
                }
            }
            if (!(nextValue < value)) {
                return value; // as low as rounding lets it become
            }
            remember(point, next, gradient, nextGradient);
            System.arraycopy(next, 0, point, 0, point.length);
            gradient = nextGradient;
            value = nextValue;
        }
        return value;
    }

    private void remember(double[] point, double[] next, double[] gradient, double[] nextGradient) {
        double[] step = difference(next, point);
        double[] change = difference(nextGradient, gradient);
        double product = dot(step, change);
        if (product > 0) {
            if (history.size() == HISTORY) {
                history.removeFirst();
            }
            history.addLast(new Correction(step, change, 1 / product));
        }
    }

    /** Minus the gradient, times the inverse of the Hessian as far as the history tells it. */
    private double[] direction(double[] gradient) {
        double[] direction = new double[gradient.length];
        add(direction, -1, gradient);
        double[] factors = new double[history.size()];
        int i = factors.length;
        for (Iterator<Correction> newest = history.descendingIterator(); newest.hasNext(); ) {
            Correction correction = newest.next();
            factors[--i] = correction.rho * dot(correction.step, direction);
            add(direction, -factors[i], correction.change);
        }
        if (!history.isEmpty()) {
            Correction last = history.getLast();
            double scale = 1 / (last.rho * dot(last.change, last.change));
            for (int j = 0; j < direction.length; j++) {
                direction[j] *= scale;
            }
        }
        for (Correction correction : history) {
            double factor = factors[i++] - correction.rho * dot(correction.change, direction);
            add(direction, factor, correction.step);
        }
        return direction;
    }

    private static void add(double[] target, double factor, double[] vector) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * vector[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double largest(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
