package io.github.wasmclassify.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Makes picture files for tests. */
public final class TestPictures {
    private TestPictures() {}

    /** What Pillow sees in a picture of {@code scripts/make-test-pictures.py}. */
    public static BufferedImage pillowsPixels(Path picture) throws IOException {
        ByteBuffer pixels = ByteBuffer.wrap(Files.readAllBytes(picture.resolveSibling(picture.getFileName() + ".rgb")));
        var image = new BufferedImage(pixels.getShort(), pixels.getShort(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, (pixels.get() & 0xff) << 16 | (pixels.get() & 0xff) << 8 | pixels.get() & 0xff);
            }
        }
        return image;
    }

    public static byte[] encoded(BufferedImage image, String kind) throws IOException {
        var file = new ByteArrayOutputStream();
        if (!ImageIO.write(image, kind, file)) {
            throw new IOException("Java does not write " + kind + " of this sort");
        }
        return file.toByteArray();
    }

    /** Writes a PNG file of a name that is not taken. */
    public static Path writePng(Path folder, BufferedImage image) throws IOException {
        return Files.write(Files.createTempFile(folder, "picture", ".png"), encoded(image, "png"));
    }

    /** Stripes of 16 gray levels along the longer side. */
    public static BufferedImage fewColors(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int longest = Math.max(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int level = (width > height ? x : y) * 16 / longest * 17;
                image.setRGB(x, y, level * 0x10101);
            }
        }
        return image;
    }

    /**
     * A picture as it lies in a file of an EXIF orientation, 1 to 8, that shows it upright (TIFF 6.0, tag Orientation).
     */
    public static BufferedImage asStored(BufferedImage upright, int orientation) {
        int right = upright.getWidth() - 1;
        int bottom = upright.getHeight() - 1;
        boolean swaps = orientation >= 5;
        int width = swaps ? bottom + 1 : right + 1;
        int height = swaps ? right + 1 : bottom + 1;
        var stored = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int rgb = switch (orientation) { // where row 0 and column 0 are on the picture as displayed
                    case 2 -> upright.getRGB(right - column, row); // top, right
                    case 3 -> upright.getRGB(right - column, bottom - row); // bottom, right
                    case 4 -> upright.getRGB(column, bottom - row); // bottom, left
                    case 5 -> upright.getRGB(row, column); // left, top
                    case 6 -> upright.getRGB(right - row, column); // right, top
                    case 7 -> upright.getRGB(right - row, bottom - column); // right, bottom
                    case 8 -> upright.getRGB(row, bottom - column); // left, bottom
                    default -> upright.getRGB(column, row);
                };
                stored.setRGB(column, row, rgb);
            }
        }
        return stored;
    }

    /**
     * A JPEG file of one gray, of any size, about 31 KB for 8 million pixels: each of its blocks is two bits, both 0,
     * the codes of "no difference to the block before" and of "no more".
     */
    public static byte[] plainJpeg(int width, int height) {
        int blocks = (width + 7) / 8 * ((height + 7) / 8);
        byte[] quantisation = new byte[65];
        Arrays.fill(quantisation, 1, 65, (byte) 1);
        byte[] frame = ByteBuffer.allocate(9)
                .put((byte) 8)
                .putShort((short) height)
                .putShort((short) width)
                .put(new byte[] {1, 1, 0x11, 0})
                .array();
        byte[] codes = new byte[18];
        codes[1] = 1; // one code, of one bit, for the value 0
        byte[] otherCodes = codes.clone();
        otherCodes[0] = 0x10;
        int bytes = (blocks + 3) / 4; // two bits a block
        var file = ByteBuffer.allocate(bytes + 200).put(new byte[] {(byte) 0xff, (byte) 0xd8});
        file.put(segment(0xdb, quantisation))
                .put(segment(0xc0, frame))
                .put(segment(0xc4, codes))
                .put(segment(0xc4, otherCodes));
        file.put(segment(0xda, new byte[] {1, 1, 0, 0, 63, 0}))
                .put(new byte[bytes])
                .put(new byte[] {(byte) 0xff, (byte) 0xd9});
        return Arrays.copyOf(file.array(), file.position());
    }

    private static byte[] segment(int marker, byte[] data) {
        return ByteBuffer.allocate(data.length + 4)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .array();
    }

    /** A PNG file with EXIF of one tag, the orientation, after its header. */
    public static byte[] withExif(byte[] png, int orientation) {
        int header = 8 + 25; // the signature and the first chunk
        byte[] chunk = chunk("eXIf", exif("II*\0", orientation));
        return ByteBuffer.allocate(png.length + chunk.length)
                .put(png, 0, header)
                .put(chunk)
                .put(png, header, png.length - header)
                .array();
    }

    /** A chunk of a PNG file. */
    public static byte[] chunk(String name, byte[] data) {
        var chunk = ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        var sum = new CRC32();
        sum.update(chunk.array(), 4, data.length + 4);
        return chunk.putInt((int) sum.getValue()).array();
    }

    /** EXIF of one tag, in the byte order that its first letters name. */
    public static byte[] exif(String start, int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(26)
                .put(start.getBytes(StandardCharsets.ISO_8859_1))
                .order(start.startsWith("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation);
        return tiff.array();
    }

    /** Where two bytes first follow each other. */
    public static int indexOf(byte[] file, int first, int second) {
        int at = 0;
        while ((file[at] & 0xff) != first || (file[at + 1] & 0xff) != second) {
            at++;
        }
        return at;
    }
}
