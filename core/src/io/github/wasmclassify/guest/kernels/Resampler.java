package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.INTS;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Resizes a picture of 8-bit pixels, or a part of it.
 *
 * <p>To the bit the arithmetic of Pillow's {@code Image.resize(size, resample, box)}, and of
 * {@code wasm/src/picture/resample.rs}: integer weights, a horizontal pass rounded to 8 bits, then a vertical one.
 * Source: "General filtered image rescaling" (Dale Schumacher, Graphics Gems III, 1992). One resampler serves any
 * number of pictures of a size, also from several threads at once.
 */
final class Resampler {
    /** How the samples of a pixel lie. */
    public enum Order {
        GRAY(1),
        RGB(3),
        BGR(3);

        private final int channels;

        Order(int channels) {
            this.channels = channels;
        }
    }

    /** A part of a picture, in pixels from its top left corner; edges may lie within pixels. */
    public record Region(double left, double top, double right, double bottom) {
        /** Traps unless it lies inside of a picture and there is something to show it on. */
        void require(int width, int height, int outWidth, int outHeight) {
            boolean across = 0 <= left && left < right && right <= width;
            boolean down = 0 <= top && top < bottom && bottom <= height;
            if (!across || !down || outWidth < 1 || outHeight < 1) {
                throw Bytes.trap(
                        "a resize from " + this + " of " + width + "x" + height + " to " + outWidth + "x" + outHeight);
            }
        }
    }

    private final int width;
    private final int height;
    private final int outWidth;
    private final ResampleFilter columns;
    private final ResampleFilter rows;

    /**
     * @param region the part to show
     * @throws com.dylibso.chicory.runtime.WasmRuntimeException if a size is below 1 or the region lies outside of the
     *     picture
     */
    Resampler(int width, int height, Region region, int outWidth, int outHeight, ResizeMethod method) {
        region.require(width, height, outWidth, outHeight);
        this.width = width;
        this.height = height;
        this.outWidth = outWidth;
        columns = ResampleFilter.of(width, region.left(), region.right(), outWidth, method);
        rows = ResampleFilter.of(height, region.top(), region.bottom(), outHeight, method);
    }

    /** A resampler of whole pictures, bilinear with antialiasing. */
    public Resampler(int width, int height, int outWidth, int outHeight) {
        this(width, height, new Region(0, 0, width, height), outWidth, outHeight, ResizeMethod.BILINEAR);
    }

    /**
     * Resizes a picture to red, green and blue samples, whatever the order of its own.
     *
     * @param source holds the picture from {@code offset} on, rows without gaps
     * @param target receives outHeight x outWidth x 3 samples from {@code to} on; another array, or another part of it
     */
    public void run(byte[] source, int offset, Order order, byte[] target, int to) {
        run(source, offset, order, target, to, new Workers(1));
    }

    void run(byte[] source, int offset, Order order, byte[] target, int to, Workers workers) {
        int channels = order.channels;
        Bytes.require(source, offset, (long) height * width * channels);
        Bytes.require(target, to, (long) rows.outputs() * outWidth * 3);
        var filter = new RowFilter(columns, channels);
        int begin = rows.begin();
        int count = rows.end() - begin;
        int stride = outWidth * channels;
        byte[] narrow = new byte[Math.addExact(Math.multiplyExact(count, stride), Lanes.WIDTH)];
        narrow(source, offset + begin * width * channels, channels, filter, count, narrow, workers);
        byte[] line = new byte[stride + Lanes.WIDTH];
        for (int y = 0; y < rows.outputs(); y++) {
            blend(narrow, stride, y, (rows.first()[y] - begin) * stride, outWidth * channels, line);
            write(line, order, target, to + y * outWidth * 3);
        }
    }

    /** The horizontal pass over {@code count} rows. */
    private void narrow(
            byte[] source, int from, int channels, RowFilter filter, int count, byte[] target, Workers workers) {
        int row = width * channels;
        int reach = Math.max(row, filter.reach());
        int stride = outWidth * channels;
        int threads = workers.threadsFor((long) count * row * 2);
        int chunk = (count + threads * 4 - 1) / (threads * 4);
        workers.forEach(threads, (count + chunk - 1) / chunk, item -> {
            int[] sums = new int[filter.scratch()];
            byte[] line = new byte[filter.width()];
            byte[] copy = null;
            for (int y = item * chunk; y < Math.min(count, (item + 1) * chunk); y++) {
                int at = from + y * row;
                if (columns.isIdentity()) {
                    System.arraycopy(source, at, target, y * stride, row);
                    continue;
                }
                if (at <= source.length - reach) {
                    filter.filter(source, at, sums, line);
                } else {
                    copy = copy == null
                            ? new byte[reach]
                            : copy; // the last vectors of samples would end beyond the array
                    System.arraycopy(source, at, copy, 0, row);
                    filter.filter(copy, 0, sums, line);
                }
                System.arraycopy(line, 0, target, y * stride, stride);
            }
        });
    }

    /** The vertical pass for one row of the output. */
    private void blend(byte[] narrow, int stride, int y, int from, int samples, byte[] line) {
        if (rows.isIdentity()) {
            System.arraycopy(narrow, from, line, 0, samples);
            return;
        }
        int weight = y * rows.stride();
        for (int x = 0; x < samples; x += COUNT) {
            column(narrow, from + x, stride, rows.weights(), weight, weight + rows.count()[y], line, x);
        }
    }

    private static void column(
            byte[] narrow, int from, int stride, int[] weights, int start, int end, byte[] line, int to) {
        IntVector sum = IntVector.broadcast(INTS, ResampleFilter.HALF);
        int at = from;
        for (int i = start; i < end; i++) {
            IntVector samples = ((IntVector)
                            ByteVector.fromArray(BYTES, narrow, at).convertShape(VectorOperators.B2I, INTS, 0))
                    .and(0xff);
            sum = samples.mul(weights[i]).add(sum);
            at += stride;
        }
        IntVector rounded = sum.lanewise(VectorOperators.ASHR, ResampleFilter.FRACTION_BITS)
                .max(0)
                .min(0xff);
        ((ByteVector) rounded.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(line, to);
    }

    private void write(byte[] line, Order order, byte[] target, int to) {
        switch (order) {
            case RGB -> System.arraycopy(line, 0, target, to, outWidth * 3);
            case BGR -> {
                for (int i = 0; i < outWidth * 3; i += 3) {
                    target[to + i] = line[i + 2];
                    target[to + i + 1] = line[i + 1];
                    target[to + i + 2] = line[i];
                }
            }
            case GRAY -> {
                for (int x = 0; x < outWidth; x++) {
                    Arrays.fill(target, to + x * 3, to + x * 3 + 3, line[x]);
                }
            }
        }
    }
}
