package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Bytes.FLOAT;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of four rows. With two vectors they make 8 sums: enough to keep two multiplying units busy, and with two
 * vectors of weights and one value of the input they fit into 16 registers; with one row more, Java 25 moves sums to
 * the stack there.
 */
final class FourRows {
    private FourRows() {}

    /** Four rows and two vectors of columns: see {@link Tiles#panel}. */
    static void two(Product p, int a, int last, int b, int bias, int out, int end) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int inputStride = p.inputStride();
        int b1 = b + depth * COUNT;
        int a1 = a + Math.min(1, last) * inputStride;
        int a2 = a + Math.min(2, last) * inputStride;
        int a3 = a + Math.min(3, last) * inputStride;
        FloatVector s00 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s01 = FloatVector.fromArray(FLOATS, p.bias(), bias + COUNT);
        FloatVector s10 = s00;
        FloatVector s11 = s01;
        FloatVector s20 = s00;
        FloatVector s21 = s01;
        FloatVector s30 = s00;
        FloatVector s31 = s01;
        for (int k = 0; k < depth; k++) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, b + k * COUNT);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, b1 + k * COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4));
            s00 = x0.fma(w0, s00);
            s01 = x0.fma(w1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + k * 4));
            s10 = x1.fma(w0, s10);
            s11 = x1.fma(w1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + k * 4));
            s20 = x2.fma(w0, s20);
            s21 = x2.fma(w1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + k * 4));
            s30 = x3.fma(w0, s30);
            s31 = x3.fma(w1, s31);
        }
        byte[] output = p.output();
        float low = p.low();
        float high = p.high();
        int outputStride = p.outputStride();
        int out1 = out + Math.min(1, last) * outputStride;
        int out2 = out + Math.min(2, last) * outputStride;
        int out3 = out + Math.min(3, last) * outputStride;
        s00.blend(low, s00.compare(LT, low))
                .blend(high, s00.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out);
        s01.blend(low, s01.compare(LT, low))
                .blend(high, s01.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out + end);
        s10.blend(low, s10.compare(LT, low))
                .blend(high, s10.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1);
        s11.blend(low, s11.compare(LT, low))
                .blend(high, s11.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1 + end);
        s20.blend(low, s20.compare(LT, low))
                .blend(high, s20.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2);
        s21.blend(low, s21.compare(LT, low))
                .blend(high, s21.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2 + end);
        s30.blend(low, s30.compare(LT, low))
                .blend(high, s30.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3);
        s31.blend(low, s31.compare(LT, low))
                .blend(high, s31.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3 + end);
    }

    /** Four rows and one vector of columns: see {@link Tiles#panel}. */
    static void one(Product p, int a, int last, int b, int bias, int out) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int inputStride = p.inputStride();
        int a1 = a + Math.min(1, last) * inputStride;
        int a2 = a + Math.min(2, last) * inputStride;
        int a3 = a + Math.min(3, last) * inputStride;
        FloatVector s00 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s10 = s00;
        FloatVector s20 = s00;
        FloatVector s30 = s00;
        for (int k = 0; k < depth; k++) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, b + k * COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4));
            s00 = x0.fma(w0, s00);
            FloatVector x1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + k * 4));
            s10 = x1.fma(w0, s10);
            FloatVector x2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + k * 4));
            s20 = x2.fma(w0, s20);
            FloatVector x3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + k * 4));
            s30 = x3.fma(w0, s30);
        }
        byte[] output = p.output();
        float low = p.low();
        float high = p.high();
        int outputStride = p.outputStride();
        int out1 = out + Math.min(1, last) * outputStride;
        int out2 = out + Math.min(2, last) * outputStride;
        int out3 = out + Math.min(3, last) * outputStride;
        s00.blend(low, s00.compare(LT, low))
                .blend(high, s00.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out);
        s10.blend(low, s10.compare(LT, low))
                .blend(high, s10.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1);
        s20.blend(low, s20.compare(LT, low))
                .blend(high, s20.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2);
        s30.blend(low, s30.compare(LT, low))
                .blend(high, s30.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3);
    }
}
