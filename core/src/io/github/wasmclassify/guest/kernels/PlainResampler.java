package io.github.wasmclassify.guest.kernels;

import java.util.Arrays;

/** The arithmetic of {@link Resampler} without vectors: the same pixels, to the bit. */
record PlainResampler(int width, int channels, int outWidth, ResampleFilter columns, ResampleFilter rows) {
    private static final int COLOURS = 3;

    /** @throws com.dylibso.chicory.runtime.WasmRuntimeException if the region lies outside of the picture */
    static PlainResampler of(ResizeRequest r) {
        Resampler.Region region = r.region();
        region.require(r.width(), r.height(), r.outWidth(), r.outHeight());
        return new PlainResampler(
                r.width(),
                r.channels(),
                r.outWidth(),
                ResampleFilter.of(r.width(), region.left(), region.right(), r.outWidth(), r.method()),
                ResampleFilter.of(r.height(), region.top(), region.bottom(), r.outHeight(), r.method()));
    }

    /** @param target receives rows of red, green and blue samples from {@code to} on */
    void run(byte[] source, int offset, byte[] target, int to, Workers workers) {
        int begin = rows.begin();
        int count = rows.end() - begin;
        int stride = outWidth * channels;
        byte[] narrow = new byte[Math.multiplyExact(count, stride)];
        int threads = workers.threadsFor((long) count * width * channels * 2);
        int chunk = (count + threads * 4 - 1) / (threads * 4);
        workers.forEach(threads, (count + chunk - 1) / chunk, item -> {
            for (int y = item * chunk; y < Math.min(count, (item + 1) * chunk); y++) {
                int from = offset + (begin + y) * width * channels;
                if (columns.isIdentity()) {
                    System.arraycopy(source, from, narrow, y * stride, stride);
                } else if (channels == COLOURS) {
                    colours(source, from, columns, narrow, y * stride);
                } else {
                    grays(source, from, columns, narrow, y * stride);
                }
            }
        });
        int[] sums = new int[stride];
        byte[] line = new byte[stride];
        for (int y = 0; y < rows.outputs(); y++) {
            blend(narrow, (rows.first()[y] - begin) * stride, y, sums, line);
            write(line, target, to + y * outWidth * COLOURS);
        }
    }

    private static void colours(byte[] source, int from, ResampleFilter filter, byte[] target, int to) {
        for (int x = 0; x < filter.outputs(); x++) {
            colour(
                    source,
                    from + filter.first()[x] * COLOURS,
                    filter.weights(),
                    x * filter.stride(),
                    filter.count()[x],
                    target,
                    to + x * COLOURS);
        }
    }

    private static void colour(byte[] source, int at, int[] weights, int weight, int count, byte[] target, int to) {
        int red = ResampleFilter.HALF;
        int green = red;
        int blue = red;
        for (int k = 0; k < count; k++) {
            int w = weights[weight + k];
            red += (source[at + k * COLOURS] & 0xff) * w;
            green += (source[at + k * COLOURS + 1] & 0xff) * w;
            blue += (source[at + k * COLOURS + 2] & 0xff) * w;
        }
        target[to] = sample(red);
        target[to + 1] = sample(green);
        target[to + 2] = sample(blue);
    }

    private static void grays(byte[] source, int from, ResampleFilter filter, byte[] target, int to) {
        for (int x = 0; x < filter.outputs(); x++) {
            int sum = ResampleFilter.HALF;
            for (int k = 0; k < filter.count()[x]; k++) {
                sum += (source[from + filter.first()[x] + k] & 0xff) * filter.weights()[x * filter.stride() + k];
            }
            target[to + x] = sample(sum);
        }
    }

    private static byte sample(int sum) {
        return (byte) Math.min(Math.max(sum >> ResampleFilter.FRACTION_BITS, 0), 0xff);
    }

    /** The vertical pass for one row of the output. */
    private void blend(byte[] narrow, int from, int y, int[] sums, byte[] line) {
        if (rows.isIdentity()) {
            System.arraycopy(narrow, from, line, 0, line.length);
            return;
        }
        Arrays.fill(sums, ResampleFilter.HALF);
        for (int k = 0; k < rows.count()[y]; k++) {
            add(narrow, from + k * line.length, rows.weights()[y * rows.stride() + k], sums);
        }
        for (int i = 0; i < sums.length; i++) {
            line[i] = sample(sums[i]);
        }
    }

    private static void add(byte[] samples, int from, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (samples[from + i] & 0xff) * weight;
        }
    }

    private void write(byte[] line, byte[] target, int to) {
        if (channels == COLOURS) {
            System.arraycopy(line, 0, target, to, line.length);
            return;
        }
        for (int x = 0; x < outWidth; x++) {
            Arrays.fill(target, to + x * COLOURS, to + (x + 1) * COLOURS, line[x]);
        }
    }
}
