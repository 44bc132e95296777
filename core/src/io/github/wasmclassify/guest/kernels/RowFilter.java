package io.github.wasmclassify.guest.kernels;

import static io.github.wasmclassify.guest.kernels.Lanes.BYTES;
import static io.github.wasmclassify.guest.kernels.Lanes.COUNT;
import static io.github.wasmclassify.guest.kernels.Lanes.INTS;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * The horizontal pass of a resize. A vector holds as many neighbouring pixels as fit in whole, with their weights
 * repeated for each channel, so that a lane sees one channel only; at the end of an output the lanes of a channel are
 * added up.
 */
final class RowFilter {
    private static final int RGB = 3;
    /** Bytes from one vector of samples to the next: whole pixels. */
    private static final int RGB_STEP = COUNT / RGB * RGB;

    private static final VectorShuffle<Integer> THREE_DOWN = down(3);
    private static final VectorShuffle<Integer> SIX_DOWN = down(6);
    private static final VectorShuffle<Integer> TWELVE_DOWN = down(12);

    private final int channels;
    private final int outputs;
    /** Where each output's samples begin in a row. */
    private final int[] first;
    /** Where each output's weights begin, and, at the end, where the last one's end. */
    private final int[] start;

    private final int[] weights;

    RowFilter(ResampleFilter filter, int channels) {
        this.channels = channels;
        outputs = filter.outputs();
        int pixels = COUNT / channels;
        first = new int[outputs];
        start = new int[outputs + 1];
        for (int i = 0; i < outputs; i++) {
            first[i] = filter.first()[i] * channels;
            start[i + 1] = start[i] + (filter.count()[i] + pixels - 1) / pixels * COUNT;
        }
        weights = new int[start[outputs]];
        for (int i = 0; i < outputs; i++) {
            for (int k = 0; k < filter.count()[i]; k++) {
                int at = start[i] + k / pixels * COUNT + k % pixels * channels;
                Arrays.fill(weights, at, at + channels, filter.weights()[i * filter.stride() + k]);
            }
        }
    }

    private static VectorShuffle<Integer> down(int lanes) {
        return VectorShuffle.iota(INTS, lanes % COUNT, 1, true);
    }

    /**
     * Bytes from a row's first sample to the end of the last vector of samples that is read, which may be beyond the
     * row.
     */
    int reach() {
        int reach = 0;
        for (int i = 0; i < outputs; i++) {
            reach = Math.max(
                    reach,
                    first[i] + (start[i + 1] - start[i]) / COUNT * (channels == RGB ? RGB_STEP : COUNT) + Lanes.WIDTH);
        }
        return reach;
    }

    /** Ints that {@link #filter} needs as scratch. */
    int scratch() {
        return outputs * channels + 2 * COUNT;
    }

    /** Bytes that {@link #filter} writes; those beyond the outputs mean nothing. */
    int width() {
        return outputs * channels + Lanes.WIDTH;
    }

    /** @param sums scratch */
    void filter(byte[] source, int row, int[] sums, byte[] target) {
        for (int i = 0; i < outputs; i++) {
            if (channels == RGB) {
                rgb(source, row + first[i], weights, start[i], start[i + 1], sums, i * RGB);
            } else {
                sums[i] = gray(source, row + first[i], weights, start[i], start[i + 1]);
            }
        }
        round(sums, outputs * channels, target);
    }

    /** The three sums of an output; what else is written is overwritten by the next one. */
    private static void rgb(byte[] source, int from, int[] weights, int start, int end, int[] sums, int to) {
        IntVector sum = IntVector.zero(INTS);
        int at = from;
        for (int i = start; i < end; i += COUNT) {
            IntVector samples = ((IntVector)
                            ByteVector.fromArray(BYTES, source, at).convertShape(VectorOperators.B2I, INTS, 0))
                    .and(0xff);
            sum = samples.mul(IntVector.fromArray(INTS, weights, i)).add(sum);
            at += RGB_STEP;
        }
        IntVector folded = sum;
        if (COUNT == 16) {
            IntVector pairs = sum.add(sum.rearrange(THREE_DOWN));
            folded = pairs.add(pairs.rearrange(SIX_DOWN)).add(sum.rearrange(TWELVE_DOWN));
        } else if (COUNT == 8) {
            folded = sum.add(sum.rearrange(THREE_DOWN));
        }
        folded.intoArray(sums, to);
    }

    private static int gray(byte[] source, int from, int[] weights, int start, int end) {
        IntVector sum = IntVector.zero(INTS);
        int at = from;
        for (int i = start; i < end; i += COUNT) {
            IntVector samples = ((IntVector)
                            ByteVector.fromArray(BYTES, source, at).convertShape(VectorOperators.B2I, INTS, 0))
                    .and(0xff);
            sum = samples.mul(IntVector.fromArray(INTS, weights, i)).add(sum);
            at += COUNT;
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    /** Sums of weighted samples to samples; sets as many bytes behind them to 0 as fill a vector. */
    private static void round(int[] sums, int count, byte[] target) {
        for (int i = 0; i < count; i += COUNT) {
            IntVector sum = IntVector.fromArray(INTS, sums, i).add(ResampleFilter.HALF);
            IntVector rounded = sum.lanewise(VectorOperators.ASHR, ResampleFilter.FRACTION_BITS)
                    .max(0)
                    .min(0xff);
            ((ByteVector) rounded.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(target, i);
        }
    }
}
