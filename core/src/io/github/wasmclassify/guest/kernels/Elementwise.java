package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/** Arithmetic on two tensors, the second of which may repeat, as a vector of channels does. */
final class Elementwise {
    /** Floats that a thread takes at a time, at least. */
    private static final int BLOCK = 1 << 14;
    /** Multiplications that a value is worth when threads share the work. */
    private static final int WORK = 4;

    private Elementwise() {}

    /** The output may be {@code a}. */
    static void run(byte[] memory, int op, int a, int b, int bLength, int output, int length, Workers workers) {
        Operations.requireBinary(op);
        boolean isShort = bLength < COUNT && bLength < length;
        byte[] operand = isShort ? repeated(memory, b, bLength) : memory;
        int from = isShort ? 0 : b;
        int period = isShort ? operand.length / Float.BYTES : bLength;
        // a thread takes whole periods, or a part of the only one
        int block = period < length ? Math.max(1, BLOCK / period) * period : BLOCK;
        workers.forEach(workers.threadsFor((long) length * WORK), (length + block - 1) / block, index -> {
            int end = Math.min(length, (index + 1) * block);
            for (int start = index * block; start < end; start += period) {
                int at = start * Float.BYTES;
                int other = from + start % period * Float.BYTES;
                run(memory, op, a + at, operand, other, output + at, Math.min(period, end - start));
            }
        });
    }

    /** output = limit(output + residual). */
    static void addResidual(byte[] memory, int output, int residual, int length, Limits limits) {
        float low = limits.low();
        float high = limits.high();
        int end = (length - length % COUNT) * Float.BYTES;
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, output + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, memory, residual + i).reinterpretAsFloats();
            FloatVector sum = x.add(y);
            sum.blend(low, sum.compare(LT, low))
                    .blend(high, sum.compare(GT, high))
                    .reinterpretAsBytes()
                    .intoArray(memory, output + i);
        }
        for (int i = end; i < length * Float.BYTES; i += Float.BYTES) {
            Bytes.setF32(
                    memory, output + i, limits.apply(Bytes.f32(memory, output + i) + Bytes.f32(memory, residual + i)));
        }
    }

    /** A short operand so often that it fills whole vectors. */
    private static byte[] repeated(byte[] memory, int b, int length) {
        byte[] values = new byte[length * WIDTH];
        for (int i = 0; i < values.length; i += length * Float.BYTES) {
            System.arraycopy(memory, b, values, i, length * Float.BYTES);
        }
        return values;
    }

    private static void run(byte[] memory, int op, int a, byte[] operand, int b, int output, int count) {
        int end = (count - count % COUNT) * Float.BYTES;
        switch (op) {
            case Operations.ADD -> add(memory, a, operand, b, output, end);
            case Operations.SUBTRACT -> subtract(memory, a, operand, b, output, end);
            case Operations.MULTIPLY -> multiply(memory, a, operand, b, output, end);
            case Operations.DIVIDE -> divide(memory, a, operand, b, output, end);
            case Operations.MAXIMUM -> maximum(memory, a, operand, b, output, end);
            default -> minimum(memory, a, operand, b, output, end);
        }
        for (int i = end; i < count * Float.BYTES; i += Float.BYTES) {
            Bytes.setF32(
                    memory, output + i, Operations.binary(op, Bytes.f32(memory, a + i), Bytes.f32(operand, b + i)));
        }
    }

    // A loop for each operation, which calls nothing but the Vector API: see Lanes.

    private static void add(byte[] memory, int a, byte[] operand, int b, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, a + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, operand, b + i).reinterpretAsFloats();
            x.add(y).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void subtract(byte[] memory, int a, byte[] operand, int b, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, a + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, operand, b + i).reinterpretAsFloats();
            x.sub(y).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void multiply(byte[] memory, int a, byte[] operand, int b, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, a + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, operand, b + i).reinterpretAsFloats();
            x.mul(y).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void divide(byte[] memory, int a, byte[] operand, int b, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, a + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, operand, b + i).reinterpretAsFloats();
            x.div(y).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void maximum(byte[] memory, int a, byte[] operand, int b, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, a + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, operand, b + i).reinterpretAsFloats();
            x.max(y).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    private static void minimum(byte[] memory, int a, byte[] operand, int b, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, a + i).reinterpretAsFloats();
            FloatVector y = ByteVector.fromArray(BYTES, operand, b + i).reinterpretAsFloats();
            x.min(y).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }
}
