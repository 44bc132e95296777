package io.github.wasmclassify.guest.kernels;

/**
 * The kernels of one guest without vectors. Once HotSpot has compiled both, those of {@link VectorKernels} are five
 * times faster; but in a JVM that has just started these are, by far: they need neither the vector module nor the
 * tenths of a second that compiling vector code takes. So they are for a single picture.
 */
final class PlainKernels implements Kernels {
    private final WeightStore store;
    private final Workers workers;
    /** How many weights this guest has asked for. */
    private int packed;

    PlainKernels(WeightStore store, Workers workers) {
        this.store = store;
        this.workers = workers;
    }

    @Override
    public int pack(byte[] memory, int request) {
        store.get(packed, FilterRequest.read(memory, request), FilterRequest::packPlain);
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
        Limits limits = residual == 0 ? g.limits() : Limits.NONE;
        float[] results = new float[g.outputLength()];
        var panels = new PlainPanels(packed.groups(), packed.depth(), packed.columns());
        new PlainProduct(panels, packed.weights(), packed.bias(), limits, results, g.outputChannels())
                .run(PlainPicture.of(g, memory, input)::windows, g.outputHeight() * g.outputWidth(), workers);
        if (residual != 0) {
            PlainRows.add(results, Floats.read(memory, residual, results.length), g.limits());
        }
        packed.finish().applyPlain(results);
        Floats.write(results, results.length, memory, output);
    }

    @Override
    public void depthwise(byte[] memory, int geometry, int filter, int input, int output) {
        Geometry g = Geometry.read(memory, geometry);
        g.require(memory, input, output);
        PackedFilter packed = store.get(filter);
        packed.require(true, g);
        PlainPicture picture = PlainPicture.of(g, memory, input);
        int line = g.outputWidth() * g.outputChannels();
        int threads = workers.threadsFor((long) g.outputLength() * packed.depth());
        workers.forEach(threads, threads, item -> {
            float[] sums = new float[line];
            for (int y = item * g.outputHeight() / threads; y < (item + 1) * g.outputHeight() / threads; y++) {
                picture.depthwiseRow(y, packed, sums);
                packed.finish().applyPlain(sums);
                Floats.write(sums, line, memory, output + y * line * Float.BYTES);
            }
        });
    }

    @Override
    public void pool(byte[] memory, int kind, int geometry, int input, int output) {
        Geometry g = Geometry.read(memory, geometry);
        g.require(memory, input, output);
        Operations.requirePool(kind, g);
        int channels = g.inputChannels();
        float[] values = Floats.read(memory, input, g.inputHeight() * g.inputWidth() * channels);
        float[] best = new float[channels];
        for (int y = 0; y < g.outputHeight(); y++) {
            for (int x = 0; x < g.outputWidth(); x++) {
                PlainRows.pool(g, kind, values, y, x, best);
                Floats.write(best, channels, memory, output + (y * g.outputWidth() + x) * channels * Float.BYTES);
            }
        }
    }

    @Override
    public void binary(byte[] memory, int op, int a, int b, int bLength, int output, int length) {
        Bytes.requireFloats(memory, a, Integer.toUnsignedLong(length));
        Bytes.requireFloats(memory, output, Integer.toUnsignedLong(length));
        Bytes.requireFloats(memory, b, Integer.toUnsignedLong(bLength));
        Operations.requireBinary(op);
        if (bLength == 0) {
            throw Bytes.trap("a binary operation without a second operand");
        }
        float[] values = Floats.read(memory, a, length);
        PlainRows.binary(op, values, Floats.read(memory, b, Math.min(length, bLength)));
        Floats.write(values, length, memory, output);
    }

    @Override
    public void unary(byte[] memory, int op, float alpha, float beta, float gamma, int input, int output, int length) {
        Bytes.requireFloats(memory, input, Integer.toUnsignedLong(length));
        Bytes.requireFloats(memory, output, Integer.toUnsignedLong(length));
        float[] values = Floats.read(memory, input, length);
        PlainActivation.apply(op, alpha, beta, gamma, values);
        Floats.write(values, length, memory, output);
    }

    @Override
    public void mean(byte[] memory, int input, int rows, int channels, int output) {
        long count = Bytes.elements(Integer.toUnsignedLong(rows), Integer.toUnsignedLong(channels), 1);
        Bytes.requireFloats(memory, input, count);
        Bytes.requireFloats(memory, output, Integer.toUnsignedLong(channels));
        float[] mean = PlainRows.mean(Floats.read(memory, input, (int) count), rows, channels);
        Floats.write(mean, channels, memory, output);
    }

    @Override
    public void multiply(byte[] memory, int product, int a, int b, int output) {
        BatchedProduct batch = BatchedProduct.read(memory, product);
        batch.require(memory, a, b, output);
        batch.runPlain(memory, a, b, output, workers);
    }

    @Override
    public void softmax(byte[] memory, int input, int rows, int channels, int output) {
        Bytes.requireRows(memory, input, rows, channels);
        Bytes.requireRows(memory, output, rows, channels);
        for (int row = 0; row < rows; row++) {
            int at = row * channels * Float.BYTES;
            float[] values = Floats.read(memory, input + at, channels);
            PlainRows.softmax(values);
            Floats.write(values, channels, memory, output + at);
        }
    }

    @Override
    public void normalise(byte[] memory, int request) {
        RowNorm norm = RowNorm.read(memory, request);
        int channels = norm.channels();
        float[] scale = Floats.read(memory, norm.scale(), channels);
        float[] bias = Floats.read(memory, norm.bias(), channels);
        for (int row = 0; row < norm.rows(); row++) {
            int at = row * channels * Float.BYTES;
            float[] values = Floats.read(memory, norm.input() + at, channels);
            PlainRows.normalise(values, scale, bias, norm.epsilon(), norm.rootMeanSquare());
            Floats.write(values, channels, memory, norm.output() + at);
        }
    }

    @Override
    public void resize(byte[] memory, int request) {
        ResizeRequest resize = ResizeRequest.read(memory, request);
        resize(memory, resize.pixels(), memory, resize);
    }

    @Override
    public void resize(byte[] source, byte[] memory, int request) {
        resize(source, 0, memory, ResizeRequest.read(memory, request));
    }

    private void resize(byte[] source, int from, byte[] memory, ResizeRequest resize) {
        resize.require(source, from, memory);
        PlainResampler.of(resize).run(source, from, memory, resize.output(), workers);
    }
}
