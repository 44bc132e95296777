package io.github.wasmclassify.guest.kernels;

/** The kernels of one guest on the vectors of the JVM's module {@code jdk.incubator.vector}. */
final class VectorKernels implements Kernels {
    private final WeightStore store;
    private final Workers workers;
    /** How many weights this guest has asked for. */
    private int packed;

    private final Convolution convolution;
    private final Depthwise depthwise;
    private final Pooling pooling;
    private final Scratch<byte[]> rowScratch = Scratch.ofBytes();
    private final Scratch<float[]> panelScratch = Scratch.ofFloats();

    VectorKernels(WeightStore store, Workers workers) {
        this.store = store;
        this.workers = workers;
        convolution = new Convolution(workers);
        depthwise = new Depthwise(workers);
        pooling = new Pooling(workers);
    }

    @Override
    public int pack(byte[] memory, int request) {
        store.get(packed, FilterRequest.read(memory, request), FilterRequest::pack);
        return packed++;
    }

    @Override
    public void convolve(byte[] memory, int geometry, int filter, int input, int residual, int output) {
        Geometry g = Geometry.read(memory, geometry);
        g.require(memory, input, output);
        if (residual != 0) {
            Bytes.requireFloats(memory, residual, g.outputLength());
        }
        PackedFilter packed = store.get(filter);
        packed.require(false, g);
        convolution.run(memory, g, packed, input, residual, output);
    }

    @Override
    public void depthwise(byte[] memory, int geometry, int filter, int input, int output) {
        Geometry g = Geometry.read(memory, geometry);
        g.require(memory, input, output);
        PackedFilter packed = store.get(filter);
        packed.require(true, g);
        depthwise.run(memory, g, packed, input, output);
    }

    @Override
    public void pool(byte[] memory, int kind, int geometry, int input, int output) {
        Geometry g = Geometry.read(memory, geometry);
        g.require(memory, input, output);
        pooling.run(memory, kind, g, input, output);
    }

    @Override
    public void binary(byte[] memory, int op, int a, int b, int bLength, int output, int length) {
        Bytes.requireFloats(memory, a, Integer.toUnsignedLong(length));
        Bytes.requireFloats(memory, output, Integer.toUnsignedLong(length));
        Bytes.requireFloats(memory, b, Integer.toUnsignedLong(bLength));
        if (bLength == 0) {
            throw Bytes.trap("a binary operation without a second operand");
        }
        Elementwise.run(memory, op, a, b, bLength, output, length, workers);
    }

    @Override
    public void unary(byte[] memory, int op, float alpha, float beta, float gamma, int input, int output, int length) {
        Bytes.requireFloats(memory, input, Integer.toUnsignedLong(length));
        Bytes.requireFloats(memory, output, Integer.toUnsignedLong(length));
        Activation.run(memory, op, alpha, beta, gamma, input, output, length, workers);
    }

    @Override
    public void mean(byte[] memory, int input, int rows, int channels, int output) {
        Bytes.requireFloats(
                memory, input, Bytes.elements(Integer.toUnsignedLong(rows), Integer.toUnsignedLong(channels), 1));
        Bytes.requireFloats(memory, output, Integer.toUnsignedLong(channels));
        Mean.run(memory, input, rows, channels, output);
    }

    @Override
    public void multiply(byte[] memory, int product, int a, int b, int output) {
        BatchedProduct batch = BatchedProduct.read(memory, product);
        batch.require(memory, a, b, output);
        batch.run(memory, a, b, output, workers, rowScratch, panelScratch);
    }

    @Override
    public void softmax(byte[] memory, int input, int rows, int channels, int output) {
        Bytes.requireRows(memory, input, rows, channels);
        Bytes.requireRows(memory, output, rows, channels);
        Softmax.run(memory, input, rows, channels, output, workers);
    }

    @Override
    public void normalise(byte[] memory, int request) {
        RowNorm.read(memory, request).run(memory, workers);
    }

    @Override
    public void resize(byte[] memory, int request) {
        ResizeRequest resize = ResizeRequest.read(memory, request);
        resize.run(memory, resize.pixels(), memory, workers);
    }

    @Override
    public void resize(byte[] source, byte[] memory, int request) {
        ResizeRequest.read(memory, request).run(source, 0, memory, workers);
    }
}
