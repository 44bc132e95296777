package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The loops of {@link RowNorm} over vectors, apart from the request, which kernels without vectors read too. */
final class RowSums {
    private RowSums() {}

    static float sum(byte[] memory, int x, int count) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i += COUNT) {
            sum = sum.add(
                    ByteVector.fromArray(BYTES, memory, x + i * Float.BYTES).reinterpretAsFloats());
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    static float squares(byte[] memory, int x, float mean, int count) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < count; i += COUNT) {
            FloatVector distance = ByteVector.fromArray(BYTES, memory, x + i * Float.BYTES)
                    .reinterpretAsFloats()
                    .sub(mean);
            sum = distance.fma(distance, sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    static void apply(RowNorm norm, byte[] memory, int x, float mean, float factor, int count, int target) {
        for (int i = 0; i < count * Float.BYTES; i += COUNT * Float.BYTES) {
            FloatVector normal = ByteVector.fromArray(BYTES, memory, x + i)
                    .reinterpretAsFloats()
                    .sub(mean)
                    .mul(factor);
            FloatVector scales =
                    ByteVector.fromArray(BYTES, memory, norm.scale() + i).reinterpretAsFloats();
            FloatVector biases =
                    ByteVector.fromArray(BYTES, memory, norm.bias() + i).reinterpretAsFloats();
            normal.fma(scales, biases).reinterpretAsBytes().intoArray(memory, target + i);
        }
    }
}
