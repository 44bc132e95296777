package io.github.wasmclassify.guest.kernels;

import java.util.Arrays;

/**
 * A copy of a picture with the zeros around it that windows see there. It holds no more and no less than all windows of
 * the geometry cover. The copy costs a read and a write of each value, where the windows of a convolution read it many
 * times over.
 */
final class Padding {
    private byte[] scratch = new byte[0];

    /** The picture of a geometry in {@code memory} at {@code input}, or a padded copy where windows reach beyond it. */
    Picture picture(Geometry g, byte[] memory, int input) {
        if (g.isUnpadded()) {
            return new Picture(memory, input, g.inputWidth() * g.inputChannels() * Float.BYTES);
        }
        int pixel = g.inputChannels() * Float.BYTES;
        int height = (int) g.reachHeight();
        int width = (int) g.reachWidth();
        if (scratch.length < height * width * pixel) {
            scratch = new byte[height * width * pixel];
        }
        int columns = Math.max(0, Math.min(g.inputWidth(), width - g.padLeft()));
        int left = Math.min(g.padLeft(), width) * pixel;
        for (int y = 0; y < height; y++) {
            int from = y * width * pixel;
            int end = from + width * pixel;
            int row = y - g.padTop();
            if (row < 0 || row >= g.inputHeight()) {
                Arrays.fill(scratch, from, end, (byte) 0);
                continue;
            }
            Arrays.fill(scratch, from, from + left, (byte) 0);
            System.arraycopy(memory, input + row * g.inputWidth() * pixel, scratch, from + left, columns * pixel);
            Arrays.fill(scratch, from + left + columns * pixel, end, (byte) 0);
        }
        return new Picture(scratch, 0, width * pixel);
    }

    /**
     * Where the windows of a geometry find their values.
     *
     * @param start address of the first window's first value
     * @param stride bytes from row to row
     */
    record Picture(byte[] bytes, int start, int stride) {}
}
