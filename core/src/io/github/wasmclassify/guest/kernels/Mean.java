package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/** The mean of rows, as global average pooling needs it. */
final class Mean {
    private Mean() {}

    static void run(byte[] memory, int input, int rows, int channels, int output) {
        float factor = 1f / Math.max(1, rows);
        int channel = 0;
        for (; channel <= channels - COUNT; channel += COUNT) {
            vector(
                    memory,
                    input + channel * Float.BYTES,
                    rows,
                    channels * Float.BYTES,
                    factor,
                    output + channel * Float.BYTES);
        }
        for (; channel < channels; channel++) {
            float sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Bytes.f32(memory, input + (row * channels + channel) * Float.BYTES);
            }
            Bytes.setF32(memory, output + channel * Float.BYTES, sum * factor);
        }
    }

    private static void vector(byte[] memory, int from, int rows, int stride, float factor, int to) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int row = 0; row < rows; row++) {
            sum = sum.add(
                    ByteVector.fromArray(BYTES, memory, from + row * stride).reinterpretAsFloats());
        }
        sum.mul(factor).reinterpretAsBytes().intoArray(memory, to);
    }
}
