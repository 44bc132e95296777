package io.github.wasmclassify.training;

/**
 * 64 bits that stay about the same when a picture is scaled, compressed again or made a little brighter: whether each
 * of 8 by 8 areas is darker than the one to its right (the "difference hash").
 */
public final class PerceptualHash {
    /** Longer side of the thumbnails that hashes are made of, in pixels. */
    public static final int THUMBNAIL = 32;

    private static final int COLUMNS = 9;
    private static final int ROWS = 8;

    private PerceptualHash() {}

    /** @param rgb red, green and blue of each pixel, rows from the top */
    public static long of(int width, int height, byte[] rgb) {
        long hash = 0;
        for (int row = 0; row < ROWS; row++) {
            double left = brightness(width, height, rgb, 0, row);
            for (int column = 1; column < COLUMNS; column++) {
                double right = brightness(width, height, rgb, column, row);
                hash = hash << 1 | (left < right ? 1 : 0);
                left = right;
            }
        }
        return hash;
    }

    /** How many bits differ. */
    public static int distance(long a, long b) {
        return Long.bitCount(a ^ b);
    }

    /** The mean of an area; one that is smaller than a pixel is that pixel. */
    private static double brightness(int width, int height, byte[] rgb, int column, int row) {
        int left = column * width / COLUMNS;
        int right = Math.max(left + 1, (column + 1) * width / COLUMNS);
        int top = row * height / ROWS;
        int bottom = Math.max(top + 1, (row + 1) * height / ROWS);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = (y * width + x) * 3;
                sum += 299 * (rgb[pixel] & 255) + 587 * (rgb[pixel + 1] & 255) + 114 * (rgb[pixel + 2] & 255);
            }
        }
        return (double) sum / ((right - left) * (bottom - top));
    }
}
