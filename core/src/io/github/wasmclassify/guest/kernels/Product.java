package io.github.wasmclassify.guest.kernels;

/**
 * What the tiles of a matrix product have in common: limit(rows x weights + bias).
 *
 * @param input holds the rows
 * @param inputStride bytes from row to row
 * @param depth values of a row
 * @param weights packed by {@link PanelLayout}
 * @param outputStride bytes from a row's results to the next one's
 * @param low see {@link Limits}
 * @param high see {@link Limits}
 */
record Product(
        byte[] input,
        int inputStride,
        int depth,
        float[] weights,
        float[] bias,
        byte[] output,
        int outputStride,
        float low,
        float high) {

    Product withInput(byte[] other) {
        return new Product(other, inputStride, depth, weights, bias, output, outputStride, low, high);
    }

    Product withOutput(byte[] other, int stride) {
        return new Product(input, inputStride, depth, weights, bias, other, stride, low, high);
    }
}
