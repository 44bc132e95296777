package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Bytes.FLOAT;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of matrix products, after Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication" (2008): the sums of a tile of the output stay in registers while its rows and a panel of weights go
 * by.
 *
 * <p>Four rows and two vectors of columns make 8 sums: enough to keep two multiplying units busy, and with two vectors
 * of weights and one value of the input they fit into 16 registers; with one row more, Java 25 moves sums to the stack
 * there. Every sum is a variable, as no array of vectors stays in registers.
 */
final class Tiles {
    static final int ROWS = 4;
    /**
     * Floats of a panel's row. A constant, as HotSpot takes the bounds check out of a loop for one multiplication, but
     * not for two.
     */
    private static final int PANEL = 2 * COUNT;

    private Tiles() {}

    /**
     * Four rows and two vectors of columns.
     *
     * @param a address of the first row's first value
     * @param last number of the last row to compute, from 0; those after it are stood in for by it
     * @param b index of the panel's weights
     * @param bias index of the panel's bias
     * @param out address of the first row's first result
     * @param second bytes from there to the second vector of results
     */
    static void two(Product p, int a, int last, int b, int bias, int out, int second) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int inputStride = p.inputStride();
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
            FloatVector b0 = FloatVector.fromArray(FLOATS, weights, b + k * PANEL);
            FloatVector b1 = FloatVector.fromArray(FLOATS, weights, b + k * PANEL + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4));
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + k * 4));
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + k * 4));
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + k * 4));
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
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
                .intoArray(output, out + second);
        s10.blend(low, s10.compare(LT, low))
                .blend(high, s10.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1);
        s11.blend(low, s11.compare(LT, low))
                .blend(high, s11.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1 + second);
        s20.blend(low, s20.compare(LT, low))
                .blend(high, s20.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2);
        s21.blend(low, s21.compare(LT, low))
                .blend(high, s21.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2 + second);
        s30.blend(low, s30.compare(LT, low))
                .blend(high, s30.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3);
        s31.blend(low, s31.compare(LT, low))
                .blend(high, s31.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3 + second);
    }

    /** Four rows and one vector of columns: the odd one, or the only one. Parameters as above. */
    static void one(Product p, int a, int last, int b, int bias, int out) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int inputStride = p.inputStride();
        int a1 = a + Math.min(1, last) * inputStride;
        int a2 = a + Math.min(2, last) * inputStride;
        int a3 = a + Math.min(3, last) * inputStride;
        FloatVector s0 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, weights, b + k * COUNT);
            s0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4))
                    .fma(b0, s0);
            s1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + k * 4))
                    .fma(b0, s1);
            s2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + k * 4))
                    .fma(b0, s2);
            s3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + k * 4))
                    .fma(b0, s3);
        }
        byte[] output = p.output();
        float low = p.low();
        float high = p.high();
        int outputStride = p.outputStride();
        int out1 = out + Math.min(1, last) * outputStride;
        int out2 = out + Math.min(2, last) * outputStride;
        int out3 = out + Math.min(3, last) * outputStride;
        s0.blend(low, s0.compare(LT, low))
                .blend(high, s0.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out);
        s1.blend(low, s1.compare(LT, low))
                .blend(high, s1.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1);
        s2.blend(low, s2.compare(LT, low))
                .blend(high, s2.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2);
        s3.blend(low, s3.compare(LT, low))
                .blend(high, s3.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3);
    }
}
