package io.github.wasmclassify.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Every layout of pixels that a reader gives, as 8-bit gray or red, green and blue. What is transparent shows white.
 * Samples are taken as they are: Java would make gray lighter, which it thinks linear. Of a 16-bit sample the high byte
 * is kept.
 */
final class Flattening {
    private static final int OPAQUE = 0xff << 24;

    private final Raster raster;
    private final int width;
    private final int height;

    private Flattening(BufferedImage image) {
        raster = image.getRaster();
        width = image.getWidth();
        height = image.getHeight();
    }

    static Pixels pixels(BufferedImage image, int orientation) {
        ColorModel colors = image.getColorModel();
        Flattening flattening = new Flattening(image);
        boolean isGray = colors instanceof ComponentColorModel && colors.getNumColorComponents() == 1;
        byte[] samples;
        if (colors instanceof IndexColorModel palette) {
            samples = flattening.indexed(palette);
        } else if (colors instanceof ComponentColorModel) {
            samples = flattening.components(colors);
        } else {
            samples = flattening.packed(image);
        }
        return new Pixels(samples, image.getWidth(), image.getHeight(), isGray ? 1 : 3, orientation);
    }

    private byte[] indexed(IndexColorModel palette) {
        int[] colors = new int[Math.max(palette.getMapSize(), 1 << palette.getPixelSize())];
        Arrays.fill(colors, OPAQUE); // black, for an index beyond the palette
        palette.getRGBs(colors);
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                write(colors[row[x]], rgb, (y * width + x) * 3);
            }
        }
        return rgb;
    }

    private byte[] components(ColorModel colors) {
        int channels = colors.getNumColorComponents();
        int bands = raster.getNumBands();
        int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
        byte[] samples = new byte[width * height * channels];
        int[] row = new int[width * bands];
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += bands) {
                int alpha = colors.hasAlpha() ? row[x + channels] >> shift : 255;
                for (int i = 0; i < channels; i++) {
                    samples[to++] = (byte) Blend.onWhite(row[x + i] >> shift, alpha);
                }
            }
        }
        return samples;
    }

    /** Channels that share a number, such as 5 bits for red, 6 for green and 5 for blue. */
    private byte[] packed(BufferedImage image) {
        int unset = hidesAll(image) ? OPAQUE : 0;
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                write(row[x] | unset, rgb, (y * width + x) * 3);
            }
        }
        return rgb;
    }

    /** Whether nothing would show: some programs leave alpha unset. */
    private static boolean hidesAll(BufferedImage image) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int argb : row) {
                if (argb >>> 24 != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void write(int argb, byte[] rgb, int to) {
        int alpha = argb >>> 24;
        rgb[to] = (byte) Blend.onWhite(argb >> 16 & 0xff, alpha);
        rgb[to + 1] = (byte) Blend.onWhite(argb >> 8 & 0xff, alpha);
        rgb[to + 2] = (byte) Blend.onWhite(argb & 0xff, alpha);
    }
}
