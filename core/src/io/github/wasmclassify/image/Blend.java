package io.github.wasmclassify.image;

/** Levels of colour in integers, rounded as Pillow does. */
final class Blend {
    private Blend() {}

    /** A level of a colour with alpha (0 to 255) over white. */
    static int onWhite(int level, int alpha) {
        return divideBy255(level * alpha + 255 * (255 - alpha));
    }

    /** {@code sum / 255}, rounded, for a sum of 0 to 255 * 255. */
    static int divideBy255(int sum) {
        int biased = sum + 128;
        return ((biased >> 8) + biased) >> 8;
    }
}
