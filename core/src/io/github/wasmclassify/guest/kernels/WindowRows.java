package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.WIDTH;

import jdk.incubator.vector.ByteVector;

/**
 * Lays the windows of a convolution out as rows of a matrix, so that it becomes a matrix product (Chellapilla et al.,
 * "High Performance Convolutional Neural Networks for Document Processing", 2006). Only as many as are multiplied next,
 * so that they stay in the cache.
 */
final class WindowRows {
    private final Geometry g;
    private final Padding.Picture picture;
    /** Bytes of a pixel, and of a group's part of it. */
    private final int pixel;

    private final int own;
    /** A window is made of runs of bytes that lie together, so many bytes each, at these distances from its start. */
    private final int run;

    private final int[] runs;

    WindowRows(Geometry g, Padding.Picture picture) {
        this.g = g;
        this.picture = picture;
        pixel = g.inputChannels() * Float.BYTES;
        own = pixel / g.groups();
        boolean wholeRows = g.groups() == 1 && g.dilationWidth() == 1;
        run = wholeRows ? own * g.kernelWidth() : own;
        runs = new int[g.kernelHeight() * (wholeRows ? 1 : g.kernelWidth())];
        for (int i = 0; i < runs.length; i++) {
            int y = wholeRows ? i : i / g.kernelWidth();
            int x = wholeRows ? 0 : i % g.kernelWidth();
            runs[i] = y * g.dilationHeight() * picture.stride() + x * g.dilationWidth() * pixel;
        }
    }

    /** Bytes that {@link #fill} needs for so many windows: what is copied in whole vectors may end beyond them. */
    int length(int windows) {
        return windows * run * runs.length + WIDTH;
    }

    /** Writes windows {@code first} to {@code end} of a group, in the order of the output, to {@code rows}. */
    void fill(int group, int first, int end, byte[] rows) {
        int row = run * runs.length;
        int step = g.strideWidth() * pixel;
        for (int window = first; window < end; ) {
            int y = window / g.outputWidth();
            int x = window % g.outputWidth();
            int count = Math.min(end - window, g.outputWidth() - x);
            int start = picture.start() + group * own + y * g.strideHeight() * picture.stride() + x * step;
            line(picture.bytes(), start, step, count, rows, (window - first) * row);
            window += count;
        }
    }

    /**
     * {@code count} windows next to each other. Short runs are copied in whole vectors: what that writes behind a run
     * is overwritten by the next, and the JVM's own copy takes longer to start than to copy them.
     */
    private void line(byte[] source, int start, int step, int count, byte[] rows, int to) {
        int reach = start + (count - 1) * step + runs[runs.length - 1] + WIDTH;
        if (run > 2 * WIDTH || reach > source.length) {
            for (int i = 0; i < count * runs.length; i++) {
                System.arraycopy(
                        source, start + i / runs.length * step + runs[i % runs.length], rows, to + i * run, run);
            }
            return;
        }
        int rest = Math.max(0, run - WIDTH);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < runs.length; k++) {
                int from = start + i * step + runs[k];
                int at = to + (i * runs.length + k) * run;
                ByteVector.fromArray(BYTES, source, from).intoArray(rows, at);
                if (rest > 0) {
                    ByteVector.fromArray(BYTES, source, from + rest).intoArray(rows, at + rest);
                }
            }
        }
    }
}
