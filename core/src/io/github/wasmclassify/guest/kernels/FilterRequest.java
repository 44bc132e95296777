package io.github.wasmclassify.guest.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A guest's request to take over the weights of a convolution, and how they are packed: see {@link PackedFilter}.
 *
 * @param weights address, at any alignment
 * @param channels of the input that an output depends on: those of a group
 * @param strideY elements from a weight to the one below; likewise to the one to the right, for the next input, for the
 *     next output
 * @param scale address of a factor for each output, or 0
 * @param bias address of the bias of each output
 */
record FilterRequest(
        byte[] memory,
        int weights,
        int height,
        int width,
        int channels,
        int outputs,
        int strideY,
        int strideX,
        int strideChannel,
        int strideOutput,
        int groups,
        int scale,
        int bias,
        boolean depthwise,
        Finish finish) {

    private static final int OWN_WORDS = 13;
    private static final int WORDS = OWN_WORDS + Finish.WORDS;

    /** Reads the guest's struct; traps where it makes no sense. */
    static FilterRequest read(byte[] memory, int address) {
        Bytes.require(memory, address, WORDS * 4);
        int[] w = new int[OWN_WORDS];
        for (int i = 0; i < OWN_WORDS; i++) {
            w[i] = Bytes.i32(memory, address + i * 4);
        }
        var request = new FilterRequest(
                memory,
                w[0],
                w[1],
                w[2],
                w[3],
                w[4],
                w[5],
                w[6],
                w[7],
                w[8],
                w[9],
                w[10],
                w[11],
                w[12] != 0,
                Finish.read(memory, address + OWN_WORDS * 4));
        request.check();
        return request;
    }

    private void check() {
        boolean sizes = height > 0 && width > 0 && channels > 0 && outputs > 0 && groups > 0 && outputs % groups == 0;
        boolean strides = strideY >= 0 && strideX >= 0 && strideChannel >= 0 && strideOutput >= 0;
        if (!sizes || !strides || depthwise && (channels != 1 || groups != outputs)) {
            throw Bytes.trap("weights of " + height + "x" + width + "x" + channels + "x" + outputs + " in " + groups
                    + " groups");
        }
        Bytes.elements(Bytes.elements(height, width, channels), outputs, 1);
        long last = span(height, strideY)
                + span(width, strideX)
                + span(channels, strideChannel)
                + span(outputs, strideOutput);
        Bytes.requireFloats(memory, weights, last + 1);
        Bytes.requireFloats(memory, bias, outputs);
        if (scale != 0) {
            Bytes.requireFloats(memory, scale, outputs);
        }
    }

    /** Elements from the first to the last along an axis; more than there can be is enough to know. */
    private static long span(int size, int stride) {
        return Math.min((size - 1L) * stride, Integer.MAX_VALUE);
    }

    /** Whether the weights are of the sizes asked for. */
    boolean matches(PackedFilter filter) {
        return filter.depthwise() == depthwise
                && filter.groups() == groups
                && filter.depth() == height * width * channels
                && filter.columns() == (depthwise ? outputs : outputs / groups)
                && filter.finish().equals(finish);
    }

    PackedFilter pack() {
        float[] factors = scale == 0 ? null : read(new float[outputs], scale, 1);
        float[] biases = read(new float[outputs], bias, 1);
        int taps = height * width;
        int depth = taps * channels;
        if (depthwise) {
            return new PackedFilter(
                    true,
                    groups,
                    taps,
                    outputs,
                    lines(
                            factors,
                            new float[(taps + width) * outputs],
                            (line, row, target) -> System.arraycopy(line, 0, target, row * outputs, outputs)),
                    biases,
                    finish);
        }
        var layout = new PanelLayout(groups, depth, outputs / groups);
        float[] packed = lines(factors, new float[layout.length()], layout::put);
        return new PackedFilter(false, groups, depth, outputs / groups, packed, layout.bias(biases), finish);
    }

    /** The same for {@link PlainKernels}, whose weights for depthwise convolutions need nothing behind them. */
    PackedFilter packPlain() {
        float[] factors = scale == 0 ? null : read(new float[outputs], scale, 1);
        float[] biases = read(new float[outputs], bias, 1);
        int depth = height * width * channels;
        if (depthwise) {
            float[] taps = lines(
                    factors,
                    new float[depth * outputs],
                    (line, row, target) -> System.arraycopy(line, 0, target, row * outputs, outputs));
            return new PackedFilter(true, groups, depth, outputs, taps, biases, finish);
        }
        var panels = new PlainPanels(groups, depth, outputs / groups);
        float[] packed = lines(factors, new float[panels.length()], panels::put);
        return new PackedFilter(false, groups, depth, outputs / groups, packed, biases, finish);
    }

    /** Where the weights of all outputs for one tap and channel are put. */
    @FunctionalInterface
    private interface Placement {
        void put(float[] line, int row, float[] target);
    }

    /** Reads the weights of all outputs for one tap and channel after the other and puts them to their places. */
    private float[] lines(float[] factors, float[] target, Placement placement) {
        float[] line = new float[outputs];
        int row = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < channels; channel++, row++) {
                    read(
                            line,
                            weights + (y * strideY + x * strideX + channel * strideChannel) * Float.BYTES,
                            strideOutput);
                    scale(line, factors);
                    placement.put(line, row, target);
                }
            }
        }
        return target;
    }

    /** In bulk where the values lie together: a cold JVM runs a loop over them far slower than its own copy. */
    private float[] read(float[] target, int address, int stride) {
        if (stride == 1) {
            ByteBuffer bytes = ByteBuffer.wrap(memory, address, target.length * Float.BYTES)
                    .slice();
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target);
        } else {
            for (int i = 0; i < target.length; i++) {
                target[i] = Bytes.f32(memory, address + i * stride * Float.BYTES);
            }
        }
        return target;
    }

    private static void scale(float[] line, float[] factors) {
        if (factors != null) {
            for (int i = 0; i < line.length; i++) {
                line[i] *= factors[i];
            }
        }
    }
}
