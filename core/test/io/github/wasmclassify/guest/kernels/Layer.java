package io.github.wasmclassify.guest.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** A convolution in random numbers, and what it gives by its definition: plain loops in double precision. */
final class Layer {
    final int height;
    final int width;
    final int channels;
    final int outputs;
    private int kernelHeight = 1;
    private int kernelWidth = 1;
    private int strideHeight = 1;
    private int strideWidth = 1;
    private int dilation = 1;
    private int top;
    private int left;
    private int bottom;
    private int right;
    private int groups = 1;
    private float low = Float.NEGATIVE_INFINITY;
    private float high = Float.POSITIVE_INFINITY;
    private boolean residual;
    private boolean scaled;
    private boolean swish;
    /** Whether the weights lie as [output][y][x][input] and not as [y][x][input][output]. */
    private boolean outputsFirst;

    Layer(int height, int width, int channels, int outputs) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.outputs = outputs;
    }

    Layer kernel(int height, int width) {
        kernelHeight = height;
        kernelWidth = width;
        return this;
    }

    Layer stride(int height, int width) {
        strideHeight = height;
        strideWidth = width;
        return this;
    }

    Layer dilation(int dilation) {
        this.dilation = dilation;
        return this;
    }

    Layer pad(int top, int left, int bottom, int right) {
        this.top = top;
        this.left = left;
        this.bottom = bottom;
        this.right = right;
        return this;
    }

    Layer groups(int groups) {
        this.groups = groups;
        return this;
    }

    Layer limit(float low, float high) {
        this.low = low;
        this.high = high;
        return this;
    }

    Layer residual() {
        residual = true;
        return this;
    }

    /** Results go through x / (1 + exp(-x)) in the end. */
    Layer swish() {
        swish = true;
        return this;
    }

    Layer scaled() {
        scaled = true;
        return this;
    }

    Layer outputsFirst() {
        outputsFirst = true;
        return this;
    }

    private int outputHeight() {
        return (height + top + bottom - (kernelHeight - 1) * dilation - 1) / strideHeight + 1;
    }

    private int outputWidth() {
        return (width + left + right - (kernelWidth - 1) * dilation - 1) / strideWidth + 1;
    }

    private boolean isDepthwise() {
        return groups == channels && groups == outputs && groups > 1;
    }

    int geometry(GuestImage image) {
        return image.words(
                height,
                width,
                channels,
                outputHeight(),
                outputWidth(),
                outputs,
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                dilation,
                dilation,
                top,
                left,
                groups,
                Float.floatToIntBits(low),
                Float.floatToIntBits(high));
    }

    int filter(GuestImage image, Kernels kernels, float[] weights, float[] factors, float[] bias) {
        int own = channels / groups;
        int taps = kernelHeight * kernelWidth;
        int[] strides = outputsFirst
                ? new int[] {kernelWidth * own, own, 1, taps * own}
                : new int[] {kernelWidth * own * outputs, own * outputs, outputs, 1};
        int request = image.words(
                image.unalignedFloats(weights),
                kernelHeight,
                kernelWidth,
                own,
                outputs,
                strides[0],
                strides[1],
                strides[2],
                strides[3],
                groups,
                scaled ? image.floats(factors) : 0,
                image.floats(bias),
                isDepthwise() ? 1 : 0,
                swish ? Operations.SWISH : -1,
                0,
                0,
                0);
        return kernels.pack(image.bytes(), request);
    }

    /** Runs the layer and compares each result with its definition. */
    void check(Kernels kernels) {
        int own = channels / groups;
        int values = kernelHeight * kernelWidth * own * outputs
                + height * width * channels
                + 2 * outputHeight() * outputWidth() * outputs;
        var image = new GuestImage(hashCode(), (values + 3 * outputs + 200) * 4);
        float[] weights = image.random(kernelHeight * kernelWidth * own * outputs);
        float[] factors = image.random(outputs);
        float[] bias = image.random(outputs);
        float[] input = image.random(height * width * channels);
        int length = outputHeight() * outputWidth() * outputs;
        float[] added = image.random(length);

        int filter = filter(image, kernels, weights, factors, bias);
        int output = image.space(length * 4);
        run(kernels, image, filter, image.floats(input), residual ? image.floats(added) : 0, output);

        float[] found = image.read(output, length);
        double tolerance = 1e-6 * (4 + kernelHeight * kernelWidth * own);
        for (int i = 0; i < length; i++) {
            int o = i % outputs;
            double sum = sum(input, weights, i / outputs / outputWidth(), i / outputs % outputWidth(), o);
            double whole = sum * (scaled ? factors[o] : 1) + bias[o] + (residual ? added[i] : 0);
            double limited = Math.min(Math.max(whole, low), high);
            double expected = swish ? limited / (1 + Math.exp(-limited)) : limited;
            assertEquals(expected, found[i], tolerance, this + ", result " + i);
        }
        assertTrue(image.isUntouchedAround(output, length * 4), this + " wrote beyond its output");
    }

    private void run(Kernels kernels, GuestImage image, int filter, int input, int other, int output) {
        if (isDepthwise() && !residual) {
            kernels.depthwise(image.bytes(), geometry(image), filter, input, output);
        } else {
            kernels.convolve(image.bytes(), geometry(image), filter, input, other, output);
        }
    }

    /** Runs the layer on a picture of this NaN alone: every result has to be NaN. */
    void checkThatStays(float nan, Kernels kernels) {
        int length = outputHeight() * outputWidth() * outputs;
        float[] weights = new float[kernelHeight * kernelWidth * channels / groups * outputs];
        Arrays.fill(weights, 1);
        float[] input = new float[height * width * channels];
        Arrays.fill(input, nan);
        var image = new GuestImage(0, (weights.length + input.length + 2 * length + 2 * outputs + 200) * 4);
        int filter = filter(image, kernels, weights, new float[outputs], new float[outputs]);
        int output = image.space(length * 4);
        run(kernels, image, filter, image.floats(input), residual ? image.floats(new float[length]) : 0, output);
        for (float result : image.read(output, length)) {
            assertTrue(Float.isNaN(result), this + " makes " + result + " of NaN");
        }
    }

    private double sum(float[] input, float[] weights, int y, int x, int output) {
        int own = channels / groups;
        int first = output / (outputs / groups) * own;
        double sum = 0;
        for (int ky = 0; ky < kernelHeight; ky++) {
            for (int kx = 0; kx < kernelWidth; kx++) {
                int row = y * strideHeight - top + ky * dilation;
                int column = x * strideWidth - left + kx * dilation;
                if (row >= 0 && row < height && column >= 0 && column < width) {
                    for (int i = 0; i < own; i++) {
                        int tap = ky * kernelWidth + kx;
                        int weight = outputsFirst
                                ? (output * kernelHeight * kernelWidth + tap) * own + i
                                : (tap * own + i) * outputs + output;
                        sum += (double) input[(row * width + column) * channels + first + i] * weights[weight];
                    }
                }
            }
        }
        return sum;
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return String.format(
                "%dx%dx%d to %d, kernel %dx%d, stride %dx%d, dilation %d, pad %d %d %d %d, %d groups, limits %s..%s%s%s%s%s",
                height,
                width,
                channels,
                outputs,
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                dilation,
                top,
                left,
                bottom,
                right,
                groups,
                low,
                high,
                residual ? ", residual" : "",
                swish ? ", swish" : "",
                scaled ? ", scaled" : "",
                outputsFirst ? ", outputs first" : "");
    }
}
