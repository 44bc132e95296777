package io.github.wasmclassify.guest.kernels;

/** A guest's request to resize a picture that lies in its memory, or in the host's. */
record ResizeRequest(
        int pixels,
        int width,
        int height,
        int channels,
        int outWidth,
        int outHeight,
        int output,
        ResizeMethod method,
        Resampler.Region region) {
    private static final int WORDS = 8;
    private static final int EDGES = 4;
    static final int BYTES = WORDS * Integer.BYTES + EDGES * Double.BYTES;

    /** Reads the guest's struct; traps where it makes no sense. */
    static ResizeRequest read(byte[] memory, int address) {
        Bytes.require(memory, address, BYTES);
        int[] w = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            w[i] = Bytes.i32(memory, address + i * 4);
        }
        double[] edges = new double[EDGES];
        for (int i = 0; i < EDGES; i++) {
            edges[i] = Bytes.f64(memory, address + WORDS * 4 + i * 8);
        }
        var region = new Resampler.Region(edges[0], edges[1], edges[2], edges[3]);
        if (w[1] < 1 || w[2] < 1 || w[4] < 1 || w[5] < 1 || w[3] != 1 && w[3] != 3) {
            throw Bytes.trap("a picture of " + w[1] + "x" + w[2] + " with " + w[3] + " channels");
        }
        return new ResizeRequest(w[0], w[1], w[2], w[3], w[4], w[5], w[6], ResizeMethod.of(w[7]), region);
    }

    /**
     * Traps unless both pictures lie where they should; comes first, as the filter's tables are as large as what they
     * map.
     *
     * @param source has the picture, from {@code from} on
     */
    void require(byte[] source, int from, byte[] memory) {
        Bytes.require(source, from, (long) width * height * channels);
        Bytes.require(memory, output, (long) outWidth * outHeight * 3);
    }

    void run(byte[] source, int from, byte[] memory, Workers workers) {
        require(source, from, memory);
        Resampler.Order order = channels == 1 ? Resampler.Order.GRAY : Resampler.Order.RGB;
        new Resampler(width, height, region, outWidth, outHeight, method)
                .run(source, from, order, memory, output, workers);
    }
}
