package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Bytes.FLOAT;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of six rows and three vectors for Java 17, which moves the sums of seven rows to the stack though they would
 * fit into 32 registers.
 */
final class SixRows {
    private SixRows() {}

    /** Six rows and three vectors of columns: see {@link Tiles#panel}. */
    static void three(Product p, int a, int last, int b, int bias, int out, int end) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int depth = p.depth();
        int inputStride = p.inputStride();
        int b1 = b + depth * COUNT;
        int b2 = b + 2 * depth * COUNT;
        int a1 = a + Math.min(1, last) * inputStride;
        int a2 = a + Math.min(2, last) * inputStride;
        int a3 = a + Math.min(3, last) * inputStride;
        int a4 = a + Math.min(4, last) * inputStride;
        int a5 = a + Math.min(5, last) * inputStride;
        FloatVector s00 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s01 = FloatVector.fromArray(FLOATS, p.bias(), bias + COUNT);
        FloatVector s02 = FloatVector.fromArray(FLOATS, p.bias(), bias + 2 * COUNT);
        FloatVector s10 = s00;
        FloatVector s11 = s01;
        FloatVector s12 = s02;
        FloatVector s20 = s00;
        FloatVector s21 = s01;
        FloatVector s22 = s02;
        FloatVector s30 = s00;
        FloatVector s31 = s01;
        FloatVector s32 = s02;
        FloatVector s40 = s00;
        FloatVector s41 = s01;
        FloatVector s42 = s02;
        FloatVector s50 = s00;
        FloatVector s51 = s01;
        FloatVector s52 = s02;
        for (int k = 0; k < depth; k++) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, b + k * COUNT);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, b1 + k * COUNT);
            FloatVector w2 = FloatVector.fromArray(FLOATS, weights, b2 + k * COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + k * 4));
            s00 = x0.fma(w0, s00);
            s01 = x0.fma(w1, s01);
            s02 = x0.fma(w2, s02);
            FloatVector x1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + k * 4));
            s10 = x1.fma(w0, s10);
            s11 = x1.fma(w1, s11);
            s12 = x1.fma(w2, s12);
            FloatVector x2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + k * 4));
            s20 = x2.fma(w0, s20);
            s21 = x2.fma(w1, s21);
            s22 = x2.fma(w2, s22);
            FloatVector x3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + k * 4));
            s30 = x3.fma(w0, s30);
            s31 = x3.fma(w1, s31);
            s32 = x3.fma(w2, s32);
            FloatVector x4 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a4 + k * 4));
            s40 = x4.fma(w0, s40);
            s41 = x4.fma(w1, s41);
            s42 = x4.fma(w2, s42);
            FloatVector x5 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a5 + k * 4));
            s50 = x5.fma(w0, s50);
            s51 = x5.fma(w1, s51);
            s52 = x5.fma(w2, s52);
        }
        byte[] output = p.output();
        float low = p.low();
        float high = p.high();
        int outputStride = p.outputStride();
        int out1 = out + Math.min(1, last) * outputStride;
        int out2 = out + Math.min(2, last) * outputStride;
        int out3 = out + Math.min(3, last) * outputStride;
        int out4 = out + Math.min(4, last) * outputStride;
        int out5 = out + Math.min(5, last) * outputStride;
        s00.blend(low, s00.compare(LT, low))
                .blend(high, s00.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out);
        s01.blend(low, s01.compare(LT, low))
                .blend(high, s01.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out + WIDTH);
        s02.blend(low, s02.compare(LT, low))
                .blend(high, s02.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out + end);
        s10.blend(low, s10.compare(LT, low))
                .blend(high, s10.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1);
        s11.blend(low, s11.compare(LT, low))
                .blend(high, s11.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1 + WIDTH);
        s12.blend(low, s12.compare(LT, low))
                .blend(high, s12.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out1 + end);
        s20.blend(low, s20.compare(LT, low))
                .blend(high, s20.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2);
        s21.blend(low, s21.compare(LT, low))
                .blend(high, s21.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2 + WIDTH);
        s22.blend(low, s22.compare(LT, low))
                .blend(high, s22.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out2 + end);
        s30.blend(low, s30.compare(LT, low))
                .blend(high, s30.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3);
        s31.blend(low, s31.compare(LT, low))
                .blend(high, s31.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3 + WIDTH);
        s32.blend(low, s32.compare(LT, low))
                .blend(high, s32.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out3 + end);
        s40.blend(low, s40.compare(LT, low))
                .blend(high, s40.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out4);
        s41.blend(low, s41.compare(LT, low))
                .blend(high, s41.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out4 + WIDTH);
        s42.blend(low, s42.compare(LT, low))
                .blend(high, s42.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out4 + end);
        s50.blend(low, s50.compare(LT, low))
                .blend(high, s50.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out5);
        s51.blend(low, s51.compare(LT, low))
                .blend(high, s51.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out5 + WIDTH);
        s52.blend(low, s52.compare(LT, low))
                .blend(high, s52.compare(GT, high))
                .reinterpretAsBytes()
                .intoArray(output, out5 + end);
    }
}
