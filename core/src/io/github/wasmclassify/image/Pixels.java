package io.github.wasmclassify.image;

/**
 * A decoded picture.
 *
 * @param samples 8 bits each, rows from the top, {@code height * width * channels} of them, interleaved
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param channels 3 for red, green, blue or 1 for gray
 * @param orientation EXIF orientation, 1 to 8; 1 is upright
 */
public record Pixels(byte[] samples, int width, int height, int channels, int orientation) {}
