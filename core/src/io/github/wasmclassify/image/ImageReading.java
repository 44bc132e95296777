package io.github.wasmclassify.image;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Runs an ImageIO reader over a file in memory. */
final class ImageReading {
    private ImageReading() {}

    /** What to do with a reader whose input is set: its calls alone, for all that they throw is blamed on the file. */
    interface Action<T> {
        T run(ImageReader reader) throws IOException;
    }

    /**
     * Runs one of the readers that come with Java.
     *
     * @throws IOException if it cannot read the file, or warns of anything: what is missing it would paint gray
     */
    static <T> T with(String format, byte[] file, Action<T> action) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException("this Java has no reader for it");
        }
        return with(readers.next(), file, action);
    }

    static <T> T with(ImageReader reader, byte[] file, Action<T> action) throws IOException {
        try (ImageInputStream input = new MemoryCacheImageInputStream(new InterruptibleBytes(file))) {
            var warnings = new AtomicInteger();
            reader.addIIOReadWarningListener((source, warning) -> warnings.incrementAndGet());
            reader.setInput(input, true, true);
            T result = action.run(reader);
            if (warnings.get() > 0) {
                throw new IOException("its reader is not sure of it");
            }
            return result;
        } catch (RuntimeException e) { // Java's readers meet damaged data with every exception that there is
            throw new IOException("its reader failed: " + e, e);
        } finally {
            reader.dispose();
        }
    }
}
