package io.github.wasmclassify.guest.kernels;

/** The functions of {@link Activation} without vectors. */
final class PlainActivation {
    /** As {@link Activation} rounds: added and taken off again, it leaves the nearest whole number, or the even one. */
    private static final float ROUNDING = 0x1.8p23f;

    private PlainActivation() {}

    static void apply(int op, float alpha, float beta, float gamma, float[] values) {
        Operations.requireUnary(op);
        for (int i = 0; i < values.length; i++) {
            values[i] = of(op, alpha, beta, gamma, values[i]);
        }
    }

    private static float of(int op, float alpha, float beta, float gamma, float x) {
        return switch (op) {
            case Operations.LIMIT -> Math.min(Math.max(x, alpha), beta);
            case Operations.HARD_SIGMOID -> Math.min(Math.max(x * alpha + beta, 0), 1);
            case Operations.HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) * (1 / 6f);
            case Operations.LEAKY_RELU -> x < 0 ? x * alpha : x;
            case Operations.RECIPROCAL_SQUARE_ROOT -> 1 / (float) Math.sqrt(x);
            case Operations.SQUARE_ROOT -> (float) Math.sqrt(x);
            case Operations.EXPONENTIAL -> (float) Math.exp(x);
            case Operations.SIGMOID -> sigmoid(x);
            case Operations.SWISH -> x * sigmoid(x);
            case Operations.HYPERBOLIC_TANGENT -> (float) Math.tanh(x);
            case Operations.GELU -> x * (float) (0.5 + 0.5 * erf(x * Math.sqrt(0.5)));
            case Operations.GELU_TANH -> x * sigmoid((float) (Math.sqrt(8 / Math.PI) * (x + 0.044715 * x * x * x)));
            case Operations.ERROR_FUNCTION -> (float) erf(x);
            default -> quantise(alpha, beta, gamma, x);
        };
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    private static float quantise(float scale, float low, float high, float x) {
        float limited = x / scale;
        limited = limited < low ? low : limited;
        limited = limited > high ? high : limited;
        return (limited + ROUNDING - ROUNDING) * scale;
    }

    /** To 1.2e-7: W. J. Cody's form in "Numerical Recipes" (erfcc), a Chebyshev fit of the complement. */
    private static double erf(double x) {
        double z = Math.abs(x);
        double t = 1 / (1 + 0.5 * z);
        double p = 0.17087277;
        p = p * t - 0.82215223;
        p = p * t + 1.48851587;
        p = p * t - 1.13520398;
        p = p * t + 0.27886807;
        p = p * t - 0.18628806;
        p = p * t + 0.09678418;
        p = p * t + 0.37409196;
        p = p * t + 1.00002368;
        p = p * t - 1.26551223;
        double complement = t * Math.exp(p - z * z);
        return x < 0 ? complement - 1 : 1 - complement;
    }
}
