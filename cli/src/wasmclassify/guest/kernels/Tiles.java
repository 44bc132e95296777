package wasmclassify.guest.kernels;

import static wasmclassify.guest.kernels.Bytes.FLOAT;
import static wasmclassify.guest.kernels.Lanes.COUNT;
import static wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of matrix products, after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): the
 * sums of a tile of the output stay in registers while its windows and a panel of weights go by.
 *
 * <p>Six windows and two vectors of outputs make 12 sums: enough to keep two multiplying units busy, and with two vectors of weights and
 * one value of the input they fit into 16 registers.
 *
 * <p>The methods are written for HotSpot. Every sum is a variable, as no array of vectors stays in registers. Nothing is called but the
 * Vector API: in a method of this size other calls are not inlined, and a vector that is passed to one becomes an object. For the same
 * reason there is one loop, and not one inside another (which Java 17 does not keep in registers), and nothing else that takes a branch.
 */
final class Tiles {
    /** Windows of a tile. */
    static final int ROWS = 6;

    private Tiles() {}

    /**
     * Six windows and two vectors of outputs.
     *
     * @param start address of the picture's first value of the group
     * @param window the first window; those beyond the last are stood in for by the last
     * @param b index of the panel's weights
     * @param bias index of the panel's bias
     * @param out address of the first window's first output of the panel
     * @param second bytes from there to the second vector
     */
    static void two(Product p, int start, int window, int b, int bias, int out, int second) {
        byte[] input = p.input();
        int[] offsets = p.offsets();
        float[] weights = p.weights();
        int last = p.starts().length - 1;
        int w1 = Math.min(window + 1, last);
        int w2 = Math.min(window + 2, last);
        int w3 = Math.min(window + 3, last);
        int w4 = Math.min(window + 4, last);
        int w5 = Math.min(window + 5, last);
        int a0 = start + p.starts()[window];
        int a1 = start + p.starts()[w1];
        int a2 = start + p.starts()[w2];
        int a3 = start + p.starts()[w3];
        int a4 = start + p.starts()[w4];
        int a5 = start + p.starts()[w5];
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
        for (int k = 0; k < offsets.length; k++) {
            int at = offsets[k];
            FloatVector b0 = FloatVector.fromArray(FLOATS, weights, b + k * 2 * COUNT);
            FloatVector b1 = FloatVector.fromArray(FLOATS, weights, b + k * 2 * COUNT + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a0 + at));
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
        int low = p.low();
        int high = p.high();
        int stride = p.outputStride();
        int out1 = out + (w1 - window) * stride;
        int out2 = out + (w2 - window) * stride;
        int out3 = out + (w3 - window) * stride;
        int out4 = out + (w4 - window) * stride;
        int out5 = out + (w5 - window) * stride;
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

    /** Six windows and one vector of outputs: the odd one, or the only one. Parameters as above. */
    static void one(Product p, int start, int window, int b, int bias, int out) {
        byte[] input = p.input();
        int[] offsets = p.offsets();
        float[] weights = p.weights();
        int last = p.starts().length - 1;
        int w1 = Math.min(window + 1, last);
        int w2 = Math.min(window + 2, last);
        int w3 = Math.min(window + 3, last);
        int w4 = Math.min(window + 4, last);
        int w5 = Math.min(window + 5, last);
        int a0 = start + p.starts()[window];
        int a1 = start + p.starts()[w1];
        int a2 = start + p.starts()[w2];
        int a3 = start + p.starts()[w3];
        int a4 = start + p.starts()[w4];
        int a5 = start + p.starts()[w5];
        FloatVector s0 = FloatVector.fromArray(FLOATS, p.bias(), bias);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        for (int k = 0; k < offsets.length; k++) {
            int at = offsets[k];
            FloatVector b0 = FloatVector.fromArray(FLOATS, weights, b + k * COUNT);
            s0 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a0 + at)).fma(b0, s0);
            s1 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a1 + at)).fma(b0, s1);
            s2 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a2 + at)).fma(b0, s2);
            s3 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a3 + at)).fma(b0, s3);
            s4 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a4 + at)).fma(b0, s4);
            s5 = FloatVector.broadcast(FLOATS, (float) FLOAT.get(input, a5 + at)).fma(b0, s5);
        }
        byte[] output = p.output();
        int low = p.low();
        int high = p.high();
        int stride = p.outputStride();
        int out1 = out + (w1 - window) * stride;
        int out2 = out + (w2 - window) * stride;
        int out3 = out + (w3 - window) * stride;
        int out4 = out + (w4 - window) * stride;
        int out5 = out + (w5 - window) * stride;
        s0.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out);
        s1.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out1);
        s2.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out2);
        s3.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out3);
        s4.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out4);
        s5.reinterpretAsInts().max(low).min(high).reinterpretAsBytes().intoArray(output, out5);
    }
}
