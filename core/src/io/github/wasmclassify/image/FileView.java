package io.github.wasmclassify.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers in a picture file, which may end before them.
 *
 * <p>Every method throws {@link UnfitPictureException} where the file has no such place.
 */
final class FileView {
    private final ByteBuffer bytes;

    /** @param file is seen, not copied */
    FileView(byte[] file, ByteOrder order) {
        this(ByteBuffer.wrap(file).order(order));
    }

    private FileView(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    byte get(int at) {
        try {
            return bytes.get(at);
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    short getShort(int at) {
        try {
            return bytes.getShort(at);
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    int getInt(int at) {
        try {
            return bytes.getInt(at);
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    void putInt(int at, int value) {
        try {
            bytes.putInt(at, value);
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    /** A part of it, whose first byte is at 0. */
    FileView slice(int from, int length, ByteOrder order) {
        try {
            return new FileView(bytes.slice(from, length).order(order));
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    FileView slice(int from, int length) {
        return slice(from, length, bytes.order());
    }

    int limit() {
        return bytes.limit();
    }

    /** The whole file, also where this is a part of it. */
    @SuppressWarnings("ByteBufferBackingArray") // it wraps the array that holds the file
    byte[] array() {
        return bytes.array();
    }

    private static UnfitPictureException cutShort(IndexOutOfBoundsException e) {
        return new UnfitPictureException("it ends too early", e);
    }
}
