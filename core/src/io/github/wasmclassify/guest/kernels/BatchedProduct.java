package io.github.wasmclassify.guest.kernels;

import java.util.Optional;

/**
 * A guest's request for products of two matrices in its memory: output = factor x a x b, for each matrix of a batch.
 * Sizes and strides are in elements; the struct is {@code Product} in {@code wasm/src/kernels/product.rs}.
 *
 * @param aStride from row to row of {@code a}, each of which lies in one piece
 * @param outputStride likewise of the output
 * @param axes of the batch, outermost first
 */
record BatchedProduct(
        int rows,
        int depth,
        int columns,
        int aStride,
        int bRowStride,
        int bColumnStride,
        int outputStride,
        float factor,
        Axis[] axes) {

    /** An axis of the batch, and the strides from product to product; 0 where a matrix is used again. */
    record Axis(int size, int aStride, int bStride, int outputStride) {}

    private static final int AXES = 3;
    private static final int FIRST_AXIS = 8;
    private static final int WORDS = FIRST_AXIS + AXES * 4;

    /** Reads the guest's struct; traps where it makes no sense. */
    static BatchedProduct read(byte[] memory, int address) {
        Bytes.require(memory, address, WORDS * 4);
        int[] w = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            w[i] = Bytes.i32(memory, address + i * 4);
            boolean isSize = i < 3 || i >= FIRST_AXIS && i % 4 == 0;
            if (i != 7 && w[i] < (isSize ? 1 : 0)) {
                throw Bytes.trap("a product with a size or stride of " + Integer.toUnsignedString(w[i]));
            }
        }
        Axis[] axes = new Axis[AXES];
        for (int i = 0; i < AXES; i++) {
            int at = FIRST_AXIS + i * 4;
            axes[i] = new Axis(w[at], w[at + 1], w[at + 2], w[at + 3]);
        }
        Bytes.elements(axes[0].size, axes[1].size, axes[2].size);
        return new BatchedProduct(w[0], w[1], w[2], w[3], w[4], w[5], w[6], Bytes.f32(memory, address + 7 * 4), axes);
    }

    /** Traps unless all matrices lie in memory. */
    void require(byte[] memory, int a, int b, int output) {
        long aLength = span(rows, aStride) + depth;
        long bLength = span(depth, bRowStride) + span(columns, bColumnStride) + 1;
        long outputLength = span(rows, outputStride) + columns;
        for (Axis axis : axes) {
            aLength += span(axis.size, axis.aStride);
            bLength += span(axis.size, axis.bStride);
            outputLength += span(axis.size, axis.outputStride);
        }
        requireFloats(memory, a, aLength);
        requireFloats(memory, b, bLength);
        requireFloats(memory, output, outputLength);
    }

    /** More elements than memory can have are cut to a number that is still too many. */
    private static void requireFloats(byte[] memory, int address, long length) {
        Bytes.requireFloats(memory, address, Math.min(length, Integer.MAX_VALUE));
    }

    /** Elements from the first to the last along an axis; more than there can be is enough to know. */
    private static long span(int size, int stride) {
        return Math.min((size - 1L) * stride, Integer.MAX_VALUE);
    }

    /**
     * Each thread takes matrices of its own where there are enough of them, else the threads share the rows of each.
     */
    void run(
            byte[] memory,
            int a,
            int b,
            int output,
            Workers workers,
            Scratch<byte[]> rowScratch,
            Scratch<float[]> panels) {
        int count = axes[0].size * axes[1].size * axes[2].size;
        int threads = workers.threadsFor((long) count * rows * depth * columns);
        var layout = new PanelLayout(1, depth, columns);
        float[] bias = new float[layout.vectors() * Lanes.COUNT];
        workers.forEach(count < threads ? 1 : threads, count, index -> {
            float[] packed = panels.borrow(layout.length());
            layout.pack(memory, b + start(index, 1), bRowStride, bColumnStride, factor, packed);
            var product = new Product(
                    memory,
                    aStride * Float.BYTES,
                    depth,
                    packed,
                    bias,
                    memory,
                    outputStride * Float.BYTES,
                    Limits.NONE.low(),
                    Limits.NONE.high());
            new ProductRun(
                            product,
                            layout,
                            rows,
                            Optional.empty(),
                            rowScratch,
                            a + start(index, 0),
                            output + start(index, 2),
                            0,
                            Limits.NONE,
                            Finish.NONE)
                    .run(workers);
            panels.giveBack(packed);
        });
    }

    /** The same without vectors. */
    void runPlain(byte[] memory, int a, int b, int output, Workers workers) {
        int count = axes[0].size * axes[1].size * axes[2].size;
        int threads = workers.threadsFor((long) count * rows * depth * columns);
        var panels = new PlainPanels(1, depth, columns);
        float[] bias = new float[columns];
        workers.forEach(count < threads ? 1 : threads, count, index -> {
            float[] packed = new float[panels.length()];
            float[] line = new float[columns];
            for (int k = 0; k < depth; k++) {
                int from = b + start(index, 1) + k * bRowStride * Float.BYTES;
                for (int column = 0; column < columns; column++) {
                    line[column] = Bytes.f32(memory, from + column * bColumnStride * Float.BYTES) * factor;
                }
                panels.put(line, k, packed);
            }
            float[] matrix = new float[rows * depth];
            for (int row = 0; row < rows; row++) {
                Floats.read(memory, a + start(index, 0) + row * aStride * Float.BYTES, depth, matrix, row * depth);
            }
            float[] results = new float[rows * columns];
            new PlainProduct(panels, packed, bias, Limits.NONE, results, columns)
                    .run((group, first, end) -> new PlainProduct.Part(matrix, first * depth), rows, workers);
            for (int row = 0; row < rows; row++) {
                int to = output + start(index, 2) + row * outputStride * Float.BYTES;
                Floats.write(results, row * columns, columns, memory, to);
            }
        });
    }

    /** Bytes from the first matrix to that of product {@code index}: 0 of a, 1 of b, 2 of the output. */
    private int start(int index, int matrix) {
        int start = 0;
        for (int i = AXES - 1; i >= 0; i--) {
            Axis axis = axes[i];
            int stride = matrix == 0 ? axis.aStride : matrix == 1 ? axis.bStride : axis.outputStride;
            start += index % axis.size * stride;
            index /= axis.size;
        }
        return start * Float.BYTES;
    }
}
