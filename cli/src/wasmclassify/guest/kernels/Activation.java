package wasmclassify.guest.kernels;

import static wasmclassify.guest.kernels.Lanes.COUNT;
import static wasmclassify.guest.kernels.Lanes.FLOATS;
import static wasmclassify.guest.kernels.Lanes.WIDTH;
import static wasmclassify.guest.kernels.Lanes.load;
import static wasmclassify.guest.kernels.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of one value, applied to every value of a tensor; the output may be the input. The values at the end that do not fill a
 * vector go through a copy that does, so that equal values give equal results wherever they stand.
 */
final class Activation {
    private static final int LIMIT = 0;
    private static final int SIGMOID = 1;
    private static final int HARD_SIGMOID = 2;
    private static final int SWISH = 3;
    private static final int HARD_SWISH = 4;
    private static final int LEAKY_RELU = 5;
    private static final int RECIPROCAL_SQUARE_ROOT = 6;
    private static final int SQUARE_ROOT = 7;
    private static final int EXPONENTIAL = 8;
    private static final int HYPERBOLIC_TANGENT = 9;

    private Activation() {}

    static void run(byte[] memory, int op, float alpha, float beta, int input, int output, int length) {
        if (op < LIMIT || op > HYPERBOLIC_TANGENT) {
            throw Bytes.trap("an unknown unary operation " + op);
        }
        int whole = (length - length % COUNT) * Float.BYTES;
        vectors(op, alpha, beta, memory, input, memory, output, whole);
        int rest = length * Float.BYTES - whole;
        if (rest > 0) {
            byte[] last = new byte[WIDTH];
            System.arraycopy(memory, input + whole, last, 0, rest);
            vectors(op, alpha, beta, last, 0, last, 0, WIDTH);
            System.arraycopy(last, 0, memory, output + whole, rest);
        }
    }

    static void limit(byte[] memory, float low, float high, int input, int output, int length) {
        run(memory, LIMIT, low, high, input, output, length);
    }

    private static void vectors(int op, float alpha, float beta, byte[] in, int input, byte[] out, int output, int end) {
        switch (op) {
            case LIMIT -> limit(alpha, beta, in, input, out, output, end);
            case SIGMOID -> sigmoid(in, input, out, output, end);
            case HARD_SIGMOID -> hardSigmoid(alpha, beta, in, input, out, output, end);
            case SWISH -> swish(in, input, out, output, end);
            case HARD_SWISH -> hardSwish(in, input, out, output, end);
            case LEAKY_RELU -> leakyRelu(alpha, in, input, out, output, end);
            case RECIPROCAL_SQUARE_ROOT -> reciprocalSquareRoot(in, input, out, output, end);
            case SQUARE_ROOT -> squareRoot(in, input, out, output, end);
            case EXPONENTIAL -> exponential(in, input, out, output, end);
            default -> hyperbolicTangent(in, input, out, output, end);
        }
    }

    // A loop for each function: a vector that passes through a call which is not inlined becomes an object.

    private static void limit(float low, float high, byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(load(in, input + i).max(low).min(high), out, output + i);
        }
    }

    private static void sigmoid(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(Exponential.sigmoid(load(in, input + i)), out, output + i);
        }
    }

    private static void hardSigmoid(float alpha, float beta, byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(load(in, input + i).mul(alpha).add(beta).max(0).min(1), out, output + i);
        }
    }

    private static void swish(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = load(in, input + i);
            store(x.mul(Exponential.sigmoid(x)), out, output + i);
        }
    }

    private static void hardSwish(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = load(in, input + i);
            store(x.mul(x.add(3).max(0).min(6)).mul(1 / 6f), out, output + i);
        }
    }

    private static void leakyRelu(float slope, byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = load(in, input + i);
            store(x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0)), out, output + i);
        }
    }

    private static void reciprocalSquareRoot(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(FloatVector.broadcast(FLOATS, 1).div(load(in, input + i).sqrt()), out, output + i);
        }
    }

    private static void squareRoot(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(load(in, input + i).sqrt(), out, output + i);
        }
    }

    private static void exponential(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(Exponential.exp(load(in, input + i)), out, output + i);
        }
    }

    private static void hyperbolicTangent(byte[] in, int input, byte[] out, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            store(Exponential.tanh(load(in, input + i)), out, output + i);
        }
    }
}
