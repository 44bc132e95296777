package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.FLOATS;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * The error function and the GELU that is made of it, for whole vectors. As {@code wasm/src/kernels/special.rs}: x
 * P(x^2) / Q(x^2), with the polynomials that Eigen uses, to 3e-7; beyond 4 it is 1 to the precision of a float.
 */
final class ErrorFunction {
    private static final float LIMIT = 4;
    private static final float ROOT_HALF = 0.707_106_77f;

    private ErrorFunction() {}

    /** output[i] = erf(input[i]); {@code end} is in bytes. */
    static void erf(byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector x = ByteVector.fromArray(BYTES, memory, input + i)
                    .reinterpretAsFloats()
                    .max(-LIMIT)
                    .min(LIMIT);
            FloatVector z = x.mul(x);
            FloatVector p = FloatVector.broadcast(FLOATS, -2.726_142_3e-10f)
                    .fma(z, FloatVector.broadcast(FLOATS, 2.770_681_5e-8f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -2.101_024e-6f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -5.692_506_4e-5f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -7.349_906e-4f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -2.954_6e-3f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -1.609_603_3e-2f));
            FloatVector q = FloatVector.broadcast(FLOATS, -1.456_607_2e-5f)
                    .fma(z, FloatVector.broadcast(FLOATS, -2.133_740_6e-4f));
            q = q.fma(z, FloatVector.broadcast(FLOATS, -1.682_827e-3f));
            q = q.fma(z, FloatVector.broadcast(FLOATS, -7.373_329e-3f));
            q = q.fma(z, FloatVector.broadcast(FLOATS, -1.426_474e-2f));
            x.mul(p).div(q).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }

    /** output[i] = x (1 + erf(x / sqrt(2))) / 2; {@code end} is in bytes. */
    static void gelu(byte[] memory, int input, int output, int end) {
        for (int i = 0; i < end; i += WIDTH) {
            FloatVector whole = ByteVector.fromArray(BYTES, memory, input + i).reinterpretAsFloats();
            FloatVector x = whole.mul(ROOT_HALF).max(-LIMIT).min(LIMIT);
            FloatVector z = x.mul(x);
            FloatVector p = FloatVector.broadcast(FLOATS, -2.726_142_3e-10f)
                    .fma(z, FloatVector.broadcast(FLOATS, 2.770_681_5e-8f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -2.101_024e-6f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -5.692_506_4e-5f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -7.349_906e-4f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -2.954_6e-3f));
            p = p.fma(z, FloatVector.broadcast(FLOATS, -1.609_603_3e-2f));
            FloatVector q = FloatVector.broadcast(FLOATS, -1.456_607_2e-5f)
                    .fma(z, FloatVector.broadcast(FLOATS, -2.133_740_6e-4f));
            q = q.fma(z, FloatVector.broadcast(FLOATS, -1.682_827e-3f));
            q = q.fma(z, FloatVector.broadcast(FLOATS, -7.373_329e-3f));
            q = q.fma(z, FloatVector.broadcast(FLOATS, -1.426_474e-2f));
            FloatVector half = whole.mul(0.5f);
            x.mul(p).div(q).fma(half, half).reinterpretAsBytes().intoArray(memory, output + i);
        }
    }
}
