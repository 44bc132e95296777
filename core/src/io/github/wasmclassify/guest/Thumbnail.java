package io.github.wasmclassify.guest;

/**
 * A small copy of a picture, as displayed.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb red, green and blue of each pixel, rows from the top; {@code height * width * 3} bytes
 */
public record Thumbnail(int width, int height, byte[] rgb) {
    /** The longest side that the guest makes, in pixels. */
    public static final int LONGEST_SIDE = 4096;
}
