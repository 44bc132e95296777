package io.github.wasmclassify.guest.kernels;

import java.util.Arrays;

/** What kernels do with whole rows of values, without vectors. */
final class PlainRows {
    private PlainRows() {}

    /** values = limit(values + others). */
    static void add(float[] values, float[] others, Limits limits) {
        for (int i = 0; i < values.length; i++) {
            values[i] = limits.apply(values[i] + others[i]);
        }
    }

    /** The second operand begins anew where it ends. */
    static void binary(int op, float[] a, float[] b) {
        for (int start = 0; start < a.length; start += b.length) {
            binary(op, a, start, Math.min(a.length, start + b.length), b);
        }
    }

    private static void binary(int op, float[] a, int start, int end, float[] b) {
        for (int i = start; i < end; i++) {
            a[i] = Operations.binary(op, a[i], b[i - start]);
        }
    }

    /** The maximum or average of a window, for each channel; what lies outside of the picture takes no part. */
    static void pool(Geometry g, int kind, float[] values, int y, int x, float[] results) {
        boolean isMaximum = kind == Operations.POOL_MAXIMUM;
        Arrays.fill(results, isMaximum ? Float.NEGATIVE_INFINITY : 0);
        int count = 0;
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            int row = y * g.strideHeight() - g.padTop() + ky * g.dilationHeight();
            for (int kx = 0; kx < g.kernelWidth() && row >= 0 && row < g.inputHeight(); kx++) {
                int column = x * g.strideWidth() - g.padLeft() + kx * g.dilationWidth();
                if (column >= 0 && column < g.inputWidth()) {
                    count++;
                    take(isMaximum, values, (row * g.inputWidth() + column) * g.inputChannels(), results);
                }
            }
        }
        if (!isMaximum) {
            scale(results, 1f / Operations.divisor(kind, count, g));
        } else if (count == 0) {
            Arrays.fill(results, 0);
        }
    }

    private static void take(boolean isMaximum, float[] values, int from, float[] results) {
        for (int c = 0; c < results.length; c++) {
            results[c] = isMaximum ? Math.max(results[c], values[from + c]) : results[c] + values[from + c];
        }
    }

    static float[] mean(float[] values, int rows, int channels) {
        float[] sums = new float[channels];
        for (int row = 0; row < rows; row++) {
            take(false, values, row * channels, sums);
        }
        scale(sums, 1f / Math.max(1, rows));
        return sums;
    }

    static void softmax(float[] values) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            highest = Math.max(highest, value);
        }
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.exp(values[i] - highest);
            sum += values[i];
        }
        scale(values, 1 / sum);
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** (x - mean) / sqrt(variance + epsilon) x scale + bias. */
    static void normalise(float[] values, float[] scale, float[] bias, float epsilon, boolean rootMeanSquare) {
        double sum = 0;
        for (int i = 0; i < values.length && !rootMeanSquare; i++) {
            sum += values[i];
        }
        float mean = (float) (sum / values.length);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        float factor = (float) (1 / Math.sqrt(squares / values.length + epsilon));
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.fma((values[i] - mean) * factor, scale[i], bias[i]);
        }
    }
}
