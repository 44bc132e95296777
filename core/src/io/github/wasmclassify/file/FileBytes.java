package io.github.wasmclassify.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole files, but never more than a limit, and says in plain words why one cannot be read. */
public final class FileBytes {
    private static final long MIB = 1 << 20;

    private FileBytes() {}

    /**
     * The bytes of a file.
     *
     * @param limit in bytes; also holds for files whose size is not known beforehand, such as devices
     * @throws IOException whose message is the reason alone: "no such file", "is a directory", ...
     */
    public static byte[] read(Path file, int limit) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, limit);
        } catch (FileSystemException e) {
            throw new IOException(FileFault.reason(e), e);
        }
    }

    /**
     * All bytes of a stream.
     *
     * @param limit in bytes
     * @throws IOException if it has more, or cannot be read
     */
    public static byte[] read(InputStream in, int limit) throws IOException {
        return read(in, limit, "");
    }

    /** The same with a hint in the message about a size above the limit. */
    public static byte[] read(InputStream in, int limit, String hint) throws IOException {
        try {
            byte[] bytes = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw tooLarge(limit, hint);
            }
            return bytes;
        } catch (OutOfMemoryError e) {
            throw tooLargeForJava(e);
        }
    }

    static IOException tooLargeForJava(OutOfMemoryError e) {
        return new IOException("file does not fit into Java's free memory", e);
    }

    /** What is said of a file that is larger than allowed. */
    public static IOException tooLarge(int limit, String hint) {
        return new IOException("file is larger than " + limit / MIB + " MiB" + hint);
    }
}
