package io.github.wasmclassify.net.download;

import io.github.wasmclassify.file.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Copies a local file up to a size limit, because a device, for example, has no end. */
public final class FileCopy {
    private static final int BLOCK = 1 << 16;

    private FileCopy() {}

    /**
     * Writes a copy, replacing an existing file.
     *
     * @param size of the file, if known; a longer one is an error
     * @param limit for the size, where it is not known
     * @throws IOException whose message is the reason alone; no copy is left
     */
    public static void copy(Path source, Path copy, OptionalLong size, long limit) throws IOException {
        if (Files.isDirectory(source)) {
            throw new IOException("is a directory");
        }
        long most = size.orElse(limit);
        try (InputStream in = Files.newInputStream(source)) {
            if (!write(in, copy, most)) {
                Files.delete(copy);
                throw new IOException(
                        size.isPresent()
                                ? "has more than " + most + " bytes, the size in the catalogue"
                                : "is larger than the limit of " + most + " bytes");
            }
        } catch (IOException e) {
            throw new IOException(FileFault.reason(e), e);
        }
    }

    private static boolean write(InputStream in, Path copy, long most) throws IOException {
        try (OutputStream out = Files.newOutputStream(copy)) {
            return write(in, out, most);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** @return whether the whole file was copied */
    private static boolean write(InputStream in, OutputStream out, long most) throws IOException {
        byte[] block = new byte[BLOCK];
        long left = most;
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            if (count > left) {
                return false;
            }
            out.write(block, 0, count);
            left -= count;
        }
        return true;
    }
}
