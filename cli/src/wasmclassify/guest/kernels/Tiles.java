package wasmclassify.guest.kernels;

import static wasmclassify.guest.kernels.Bytes.FLOAT;
import static wasmclassify.guest.kernels.Lanes.BYTES;
import static wasmclassify.guest.kernels.Lanes.COUNT;
import static wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of matrix products, after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): the
 * sums of a tile of the output stay in registers while its rows and a panel of weights go by.
 *
 * <p>Four rows and two vectors of columns are 8 sums, enough to keep two multiplying units busy, and with two vectors of weights and one
 * value of the input they fit into 16 registers (more rows make HotSpot move sums to the stack there and gain nothing where there are
 * 32). Every sum is a variable of its own: HotSpot keeps no array of vectors in registers.
 */
final class Tiles {
    static final int ROWS = 6;

    private Tiles() {}

    static void four(Product p, int a, int b, int bias, int out, int second) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int stride = p.inputStride();
        int[] offsets = p.segments();
        FloatVector s00 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s01 = FloatVector.fromArray(FLOATS, p.bias(), bias + COUNT);
        FloatVector s10 = s00;
        FloatVector s11 = s01;
        FloatVector s20 = s00;
        FloatVector s21 = s01;
        FloatVector s30 = s00;
        FloatVector s31 = s01;
        FloatVector s40 = s00;
        FloatVector s41 = s01;
        FloatVector s50 = s00;
        FloatVector s51 = s01;
        int a1 = a + stride;
        int a2 = a1 + stride;
        int a3 = a2 + stride;
        int a4 = a3 + stride;
        int a5 = a4 + stride;
        for (int k = 0; k < offsets.length; k++) {
            int at = offsets[k];
            FloatVector b0 = FloatVector.fromArray(FLOATS, weights, b + k * 2 * COUNT + 0 * COUNT);
            FloatVector b1 = FloatVector.fromArray(FLOATS, weights, b + k * 2 * COUNT + 1 * COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + at));
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + at));
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + at));
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + at));
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a4 + at));
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a5 + at));
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
        }
        byte[] output = p.output();
        int out1 = out + p.outputStride();
        int out2 = out1 + p.outputStride();
        int out3 = out2 + p.outputStride();
        int out4 = out3 + p.outputStride();
        int out5 = out4 + p.outputStride();
        int low = p.low();
        int high = p.high();
        s00.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out);
        s01.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out + second);
        s10.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out1);
        s11.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out1 + second);
        s20.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out2);
        s21.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out2 + second);
        s30.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out3);
        s31.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out3 + second);
        s40.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out4);
        s41.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out4 + second);
        s50.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out5);
        s51.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out5 + second);
    }
    static void fourSingle(Product p, int a, int b, int bias, int out) {
        byte[] input = p.input();
        float[] weights = p.weights();
        int stride = p.inputStride();
        int[] offsets = p.segments();
        FloatVector s00 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s10 = s00;
        FloatVector s20 = s00;
        FloatVector s30 = s00;
        FloatVector s40 = s00;
        FloatVector s50 = s00;
        int a1 = a + stride;
        int a2 = a1 + stride;
        int a3 = a2 + stride;
        int a4 = a3 + stride;
        int a5 = a4 + stride;
        for (int k = 0; k < offsets.length; k++) {
            int at = offsets[k];
            FloatVector b0 = FloatVector.fromArray(FLOATS, weights, b + k * 1 * COUNT + 0 * COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a + at));
            s00 = x0.fma(b0, s00);
            FloatVector x1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + at));
            s10 = x1.fma(b0, s10);
            FloatVector x2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + at));
            s20 = x2.fma(b0, s20);
            FloatVector x3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + at));
            s30 = x3.fma(b0, s30);
            FloatVector x4 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a4 + at));
            s40 = x4.fma(b0, s40);
            FloatVector x5 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a5 + at));
            s50 = x5.fma(b0, s50);
        }
        byte[] output = p.output();
        int out1 = out + p.outputStride();
        int out2 = out1 + p.outputStride();
        int out3 = out2 + p.outputStride();
        int out4 = out3 + p.outputStride();
        int out5 = out4 + p.outputStride();
        int low = p.low();
        int high = p.high();
        s00.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out);
        s10.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out1);
        s20.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out2);
        s30.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out3);
        s40.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out4);
        s50.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out5);
    }
}
