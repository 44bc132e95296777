package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.classify.Thumbnail;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes thumbnails as JPEG files. */
final class ThumbnailJpeg implements AutoCloseable {
    private static final float QUALITY = 0.8f;

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ImageWriteParam parameters = writer.getDefaultWriteParam();

    ThumbnailJpeg() {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(QUALITY);
    }

    byte[] encode(Thumbnail thumbnail) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(thumbnail), null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory
        }
        return file.toByteArray();
    }

    private static BufferedImage image(Thumbnail thumbnail) {
        BufferedImage image = new BufferedImage(thumbnail.width(), thumbnail.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = thumbnail.rgb();
        int[] pixels = new int[thumbnail.width() * thumbnail.height()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
        }
        image.setRGB(0, 0, thumbnail.width(), thumbnail.height(), pixels, 0, thumbnail.width());
        return image;
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
