package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Bytes.FLOAT;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of one row, as of a fully connected layer, and what is left over by larger tiles. They read each weight once,
 * so memory decides how long they take.
 */
final class OneRow {
    private OneRow() {}

    /** One row and three vectors of columns: see {@link Tiles#panel}. */
    static void three(Product p, int a, int b, int bias, int out, int end) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int b1 = b + depth * COUNT;
        int b2 = b + 2 * depth * COUNT;
        FloatVector s0 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s1 = FloatVector.fromArray(FLOATS, p.bias(), bias + COUNT);
        FloatVector s2 = FloatVector.fromArray(FLOATS, p.bias(), bias + 2 * COUNT);
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4));
            s0 = x.fma(FloatVector.fromArray(FLOATS, weights, b + k * COUNT), s0);
            s1 = x.fma(FloatVector.fromArray(FLOATS, weights, b1 + k * COUNT), s1);
            s2 = x.fma(FloatVector.fromArray(FLOATS, weights, b2 + k * COUNT), s2);
        }
        byte[] output = p.output();
        float low = p.low();
        float high = p.high();
        s0.blend(low, s0.compare(LT, low))
                .blend(high, s0.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out);
        s1.blend(low, s1.compare(LT, low))
                .blend(high, s1.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out + WIDTH);
        s2.blend(low, s2.compare(LT, low))
                .blend(high, s2.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out + end);
    }

    /** One row and two vectors of columns: see {@link Tiles#panel}. */
    static void two(Product p, int a, int b, int bias, int out, int end) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int b1 = b + depth * COUNT;
        FloatVector s0 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s1 = FloatVector.fromArray(FLOATS, p.bias(), bias + COUNT);
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4));
            s0 = x.fma(FloatVector.fromArray(FLOATS, weights, b + k * COUNT), s0);
            s1 = x.fma(FloatVector.fromArray(FLOATS, weights, b1 + k * COUNT), s1);
        }
        byte[] output = p.output();
        float low = p.low();
        float high = p.high();
        s0.blend(low, s0.compare(LT, low))
                .blend(high, s0.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out);
        s1.blend(low, s1.compare(LT, low))
                .blend(high, s1.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out + end);
    }
}
