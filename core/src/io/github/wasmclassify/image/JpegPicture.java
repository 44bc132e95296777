package io.github.wasmclassify.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import javax.imageio.ImageReadParam;

/**
 * A JPEG file, in the colours that libjpeg would find: Java's reader has rules of its own, and applies colour profiles.
 */
final class JpegPicture implements EncodedPicture {
    private final JpegSegments segments;

    JpegPicture(byte[] file) {
        segments = new JpegSegments(file);
        if (!segments.isPlain()) {
            throw new UnfitPictureException("of a sort that Java's reader decodes in its own way");
        }
    }

    @Override
    public int width() {
        return segments.width();
    }

    @Override
    public int height() {
        return segments.height();
    }

    @Override
    public Pixels decode() throws IOException {
        byte[] file = segments.bareFile();
        int channels = segments.components();
        byte[] samples = channels == 3 && segments.isYcc() ? converted(file) : stored(file);
        if (samples.length != width() * height() * channels) {
            throw new IOException("it tells two sizes");
        }
        return new Pixels(samples, width(), height(), channels, segments.orientation());
    }

    /** The samples as they are stored. */
    private byte[] stored(byte[] file) throws IOException {
        return samples(ImageReading.with("jpeg", file, reader -> reader.readRaster(0, null)));
    }

    /** The samples converted to red, green, blue by the native decoder, without a copy in Java. */
    private byte[] converted(byte[] file) throws IOException {
        return ImageReading.with("jpeg", file, reader -> {
            WritableRaster rgb = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width(), height(), 3, null);
            var colors = new ComponentColorModel(
                    ColorSpace.getInstance(ColorSpace.CS_sRGB),
                    false,
                    false,
                    BufferedImage.OPAQUE,
                    DataBuffer.TYPE_BYTE);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setDestination(new BufferedImage(colors, rgb, false, null));
            reader.read(0, param);
            return samples(rgb);
        });
    }

    private static byte[] samples(Raster raster) {
        return ((DataBufferByte) raster.getDataBuffer()).getData();
    }
}
