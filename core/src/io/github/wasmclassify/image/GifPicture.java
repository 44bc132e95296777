package io.github.wasmclassify.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageReader;

/** A GIF file (CompuServe's GIF89a): its first frame, on the logical screen, which is white. */
final class GifPicture implements EncodedPicture {
    private static final int HEADER_BYTES = 13;
    private static final int DESCRIPTOR_BYTES = 10;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;

    private final FileView file;
    private final int frame; // where the first frame's descriptor lies
    private int control = -1; // where the block that says its transparent colour lies

    GifPicture(byte[] bytes) {
        file = new FileView(bytes, ByteOrder.LITTLE_ENDIAN);
        int at = HEADER_BYTES + colorTable(10);
        while (file.get(at) != IMAGE) {
            if (file.get(at) == TRAILER) {
                throw new UnfitPictureException("it has no picture");
            }
            if (file.get(at) != EXTENSION) {
                throw new UnfitPictureException("a block is of no known sort");
            }
            control = file.get(at + 1) == (byte) GRAPHIC_CONTROL ? at : control;
            at = endOfBlocks(at + 2);
        }
        frame = at;
        if (side(6) == 0 || side(8) == 0 || side(frame + 5) == 0 || side(frame + 7) == 0) {
            throw new UnfitPictureException("its first frame has no pixels");
        }
        if (colorTable(10) + colorTable(frame + 9) == 0) {
            throw new UnfitPictureException("it has no palette: Java would take one of its own");
        }
    }

    /** The larger of the screen and the frame, which may reach beyond it: both take memory. */
    @Override
    public int width() {
        return Math.max(side(6), side(frame + 5));
    }

    @Override
    public int height() {
        return Math.max(side(8), side(frame + 7));
    }

    private int side(int at) {
        return file.getShort(at) & 0xffff;
    }

    /** The bytes of the colour table whose size is among the flags at {@code at}. */
    private int colorTable(int at) {
        int flags = file.get(at);
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /** Where the blocks of data that begin at {@code start} end. */
    private int endOfBlocks(int start) {
        int at = start;
        while (file.get(at) != 0) {
            at += 1 + (file.get(at) & 0xff);
        }
        return at + 1;
    }

    @Override
    public Pixels decode() throws IOException {
        byte[] bare = bareFile();
        BufferedImage picture = ImageReading.with("gif", bare, GifPicture::readWhole);
        return onScreen(Flattening.pixels(picture, ExifOrientation.UPRIGHT));
    }

    private static BufferedImage readWhole(ImageReader reader) throws IOException {
        var progress = new ReadingProgress();
        reader.addIIOReadProgressListener(progress);
        BufferedImage picture = reader.read(0);
        if (!progress.isComplete()) {
            throw new IOException("a part of its data is missing");
        }
        return picture;
    }

    private byte[] bareFile() {
        var bare = new ByteArrayOutputStream(file.limit());
        bare.write(file.array(), 0, HEADER_BYTES + colorTable(10));
        if (control >= 0) {
            bare.write(file.array(), control, endOfBlocks(control + 2) - control);
        }
        int data = frame + DESCRIPTOR_BYTES + colorTable(frame + 9);
        bare.write(file.array(), frame, endOfBlocks(data + 1) - frame);
        bare.write(TRAILER);
        return bare.toByteArray();
    }

    private Pixels onScreen(Pixels picture) {
        int left = side(frame + 1);
        int top = side(frame + 3);
        int width = side(6);
        int height = side(8);
        if (left == 0 && top == 0 && width == picture.width() && height == picture.height()) {
            return picture;
        }
        byte[] screen = new byte[width * height * picture.channels()];
        Arrays.fill(screen, (byte) 255);
        int row = picture.width() * picture.channels();
        int shown = Math.max(0, Math.min(picture.width(), width - left)) * picture.channels();
        for (int y = 0; y < Math.min(picture.height(), height - top) && shown > 0; y++) {
            int to = ((top + y) * width + left) * picture.channels();
            System.arraycopy(picture.samples(), y * row, screen, to, shown);
        }
        return new Pixels(screen, width, height, picture.channels(), picture.orientation());
    }
}
