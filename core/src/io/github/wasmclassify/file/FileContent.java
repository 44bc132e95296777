package io.github.wasmclassify.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file, or an entry of an archive, that is not read yet. */
public final class FileContent {
    /** Of one read: Java copies through a buffer of this size outside its heap. */
    private static final int BLOCK = 1 << 20;

    private final int size;
    private final Opening opening;

    /** Opens it for reading, anew each time. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    private FileContent(int size, Opening opening) {
        this.size = size;
        this.opening = opening;
    }

    /**
     * A file. What is no regular file, such as a pipe, is read now, for its size is not known before.
     *
     * @param limit of its size, in bytes
     * @throws IOException whose message is the reason alone, if it is larger or cannot be read
     */
    public static FileContent of(Path file, int limit) throws IOException {
        if (!Files.isRegularFile(file)) {
            byte[] bytes = FileBytes.read(file, limit);
            return new FileContent(bytes.length, () -> new ByteArrayInputStream(bytes));
        }
        return of(Files.size(file), limit, () -> Files.newInputStream(file));
    }

    /** Something of a known size. */
    public static FileContent of(long size, int limit, Opening opening) throws IOException {
        if (size > limit) {
            throw FileBytes.tooLarge(limit, "");
        }
        return new FileContent((int) size, opening);
    }

    public int size() {
        return size;
    }

    /** Opens it, for those who do not need it all at once. */
    public InputStream open() throws IOException {
        return opening.open();
    }

    /**
     * Reads it all.
     *
     * @param target receives {@link #size} bytes from {@code offset} on
     * @throws IOException whose message is the reason alone, also if there are fewer or more bytes by now
     */
    public void readInto(byte[] target, int offset) throws IOException {
        try (InputStream in = opening.open()) {
            int done = 0;
            while (done < size) {
                int count = in.read(target, offset + done, Math.min(BLOCK, size - done));
                if (count < 0) {
                    throw new IOException("file ends after " + done + " of " + size + " bytes");
                }
                done += count;
            }
            if (in.read() >= 0) {
                throw new IOException("file is larger than the " + size + " bytes that it should have");
            }
        } catch (FileSystemException e) {
            throw new IOException(FileFault.reason(e), e);
        }
    }

    /** The same in an array of its own. */
    public byte[] read() throws IOException {
        try {
            byte[] bytes = new byte[size];
            readInto(bytes, 0);
            return bytes;
        } catch (OutOfMemoryError e) {
            throw FileBytes.tooLargeForJava(e);
        }
    }
}
