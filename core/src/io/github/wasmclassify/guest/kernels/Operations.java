package io.github.wasmclassify.guest.kernels;

/** The operations that a guest names by a number, and what kernels of every sort do alike with them. */
final class Operations {
    static final int ADD = 0;
    static final int SUBTRACT = 1;
    static final int MULTIPLY = 2;
    static final int DIVIDE = 3;
    static final int MAXIMUM = 4;
    static final int MINIMUM = 5;

    static final int POOL_MAXIMUM = 0;
    static final int POOL_AVERAGE = 1;
    static final int POOL_AVERAGE_WITH_PADDING = 2;

    static final int LIMIT = 0;
    static final int SIGMOID = 1;
    static final int HARD_SIGMOID = 2;
    static final int SWISH = 3;
    static final int HARD_SWISH = 4;
    static final int LEAKY_RELU = 5;
    static final int RECIPROCAL_SQUARE_ROOT = 6;
    static final int SQUARE_ROOT = 7;
    static final int EXPONENTIAL = 8;
    static final int HYPERBOLIC_TANGENT = 9;
    static final int GELU = 10;
    static final int GELU_TANH = 11;
    static final int ERROR_FUNCTION = 12;
    static final int QUANTISE = 13;

    private Operations() {}

    /** Traps where a guest asks for what there is not. */
    static void requireBinary(int op) {
        if (op < ADD || op > MINIMUM) {
            throw Bytes.trap("an unknown binary operation " + op);
        }
    }

    /** Traps where a guest asks for what there is not. */
    static void requireUnary(int op) {
        if (op < LIMIT || op > QUANTISE) {
            throw Bytes.trap("an unknown unary operation " + op);
        }
    }

    /** Traps where a guest asks for what there is not. */
    static void requirePool(int kind, Geometry g) {
        if (kind < POOL_MAXIMUM || kind > POOL_AVERAGE_WITH_PADDING || g.inputChannels() != g.outputChannels()) {
            throw Bytes.trap("a pooling of kind " + kind + " from " + g.inputChannels() + " to " + g.outputChannels()
                    + " channels");
        }
    }

    /** What a sum over a window is divided by, of whose values {@code count} lie inside of the picture. */
    static int divisor(int kind, int count, Geometry g) {
        return kind == POOL_AVERAGE ? Math.max(1, count) : g.kernelHeight() * g.kernelWidth();
    }

    static float binary(int op, float x, float y) {
        return switch (op) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MAXIMUM -> Math.max(x, y);
            default -> Math.min(x, y);
        };
    }
}
