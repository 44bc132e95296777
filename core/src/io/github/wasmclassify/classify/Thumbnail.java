package io.github.wasmclassify.classify;

import io.github.wasmclassify.guest.GuestInstance;
import io.github.wasmclassify.image.Pixels;

/**
 * A small copy of a picture, as displayed.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb red, green and blue of each pixel, rows from the top; {@code height * width * 3} bytes
 */
public record Thumbnail(int width, int height, byte[] rgb) {
    /** The largest side that can be requested, in pixels. */
    public static final int LONGEST_SIDE = GuestInstance.LONGEST_THUMBNAIL_SIDE;

    static Thumbnail of(Pixels pixels) {
        return new Thumbnail(pixels.width(), pixels.height(), pixels.samples());
    }
}
