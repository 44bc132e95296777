package wasmclassify.guest.kernels;

/**
 * A convolution as a matrix product: limit(windows x weights + bias). A window's value lies {@code starts[window] + offsets[k]} bytes
 * after the picture's first value, so the windows need not be copied out of the picture that they overlap in (after Dukhan, "The Indirect
 * Convolution Algorithm", 2019).
 *
 * @param starts of every window, in the order of the output
 * @param offsets of the values of a window, in the order of the weights
 * @param weights packed by {@link PanelLayout}
 * @param outputStride bytes from a window's results to the next one's
 * @param low bits, see {@link Limits}
 * @param high bits, see {@link Limits}
 */
record Product(byte[] input, int[] starts, int[] offsets, float[] weights, float[] bias, byte[] output, int outputStride,
        int low, int high) {}
