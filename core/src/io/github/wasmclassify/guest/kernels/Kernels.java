package io.github.wasmclassify.guest.kernels;

import com.dylibso.chicory.runtime.WasmRuntimeException;

/**
 * The arithmetic that one guest imports from the module {@code kernels}: tensors stay in the guest's memory and are
 * worked on in place, packed weights stay on this side.
 *
 * <p>Tensors are little-endian f32 in the order [height, width, channels]; pointers are addresses in {@code memory};
 * lengths count elements. Requests and geometries are structs that {@code wasm/src/kernels/host.rs} and
 * {@code geometry.rs} lay out. No tensor overlaps with another of the same call, except that the output of
 * {@link #unary} and {@link #binary} may be their first input.
 *
 * <p>A call checks its arguments once, before it reads or writes a tensor, and ends in a {@link WasmRuntimeException},
 * which the guest sees as a trap, where they reach outside of memory or make no sense. Not for use by two threads at
 * once.
 */
public interface Kernels {
    /** What a request to resize takes in the guest's memory. */
    int RESIZE_REQUEST_BYTES = ResizeRequest.BYTES;

    /**
     * Takes over the weights of a convolution.
     *
     * @return the identity of the packed weights, counting from 0, for {@link #convolve} and {@link #depthwise}
     */
    int pack(byte[] memory, int request);

    /**
     * output = limit(convolution(input) + bias + residual), for any geometry and number of groups; {@code residual} 0
     * is none.
     */
    void convolve(byte[] memory, int geometry, int filter, int input, int residual, int output);

    /** output = limit(convolution(input) + bias), where each channel has a kernel of its own. */
    void depthwise(byte[] memory, int geometry, int filter, int input, int output);

    /** @param kind 0 maximum, 1 average of what lies inside the picture, 2 average with the padding counted as zeros */
    void pool(byte[] memory, int kind, int geometry, int input, int output);

    /**
     * output[i] = a[i] op b[i mod bLength].
     *
     * @param op 0 add, 1 subtract, 2 multiply, 3 divide, 4 maximum, 5 minimum
     */
    void binary(byte[] memory, int op, int a, int b, int bLength, int output, int length);

    /**
     * output[i] = op(input[i]).
     *
     * @param op 0 limit to alpha..beta, 1 sigmoid, 2 hard sigmoid limit(alpha x + beta, 0, 1), 3 swish, 4 hard swish, 5
     *     leaky ReLU of slope alpha, 6 reciprocal square root, 7 square root, 8 exponential, 9 hyperbolic tangent, 10
     *     GELU, 11 GELU by a hyperbolic tangent, 12 error function, 13 the nearest of the multiples of alpha from beta
     *     alpha to gamma alpha
     */
    void unary(byte[] memory, int op, float alpha, float beta, float gamma, int input, int output, int length);

    /** output[c] = the mean of input[r, c] over all rows r. */
    void mean(byte[] memory, int input, int rows, int channels, int output);

    /** output = factor x a x b for a batch of pairs of matrices, whose sizes and strides are in a {@code product}. */
    void multiply(byte[] memory, int product, int a, int b, int output);

    /** output[r, c] = exp(input[r, c]) / the sum of exp(input[r, i]) over all i. */
    void softmax(byte[] memory, int input, int rows, int channels, int output);

    /** Normalises rows by their mean and variance. */
    void normalise(byte[] memory, int request);

    /** Resizes a picture of 8-bit pixels to the bit as Pillow's {@code BILINEAR} does. */
    void resize(byte[] memory, int request);

    /**
     * The same of a picture that is all of {@code source}.
     *
     * @param memory of the guest, where the request is and the result goes
     */
    void resize(byte[] source, byte[] memory, int request);
}
