package wasmclassify.guest.kernels;

/**
 * What the tiles of one matrix product have in common: limit(input x weights + bias + residual).
 *
 * <p>A row of the input is not one run of values but several, {@code segments}, at fixed distances from where the row starts: so the
 * windows of a convolution are rows that lie in the picture itself, overlapping, and need not be copied out of it.
 *
 * @param inputStride bytes from a row's start to the next one's
 * @param segments where the runs of a row start, in bytes from the row's start
 * @param segmentLength values of each run
 * @param weights packed by {@link PanelLayout}
 * @param outputStride bytes from a row of the output to the next
 * @param hasResidual whether to add what lies {@code residualShift} bytes after each result
 * @param residual the memory that holds it
 * @param low bits, see {@link Limits}
 * @param high bits, see {@link Limits}
 */
record Product(byte[] input, int inputStride, int[] segments, int segmentLength, float[] weights, float[] bias,
        byte[] output, int outputStride, boolean hasResidual, byte[] residual, int residualShift, int low, int high) {}
