package io.github.wasmclassify.spark;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.file.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file in any file system that Spark reads.
 *
 * @param path with its scheme
 * @param length in bytes, as the listing says
 */
record StoredPicture(String path, long length) {
    /**
     * Reads the file, if it is small enough.
     *
     * @param maxBytes the largest size that is read
     * @throws PictureException if it is larger or cannot be read
     */
    byte[] read(Configuration hadoop, int maxBytes) {
        if (length > maxBytes) {
            throw new PictureException(
                    Reason.TOO_LARGE, "file has " + length + " bytes, and --max-bytes allows " + maxBytes);
        }
        try {
            return FileContent.of(length, maxBytes, () -> open(hadoop)).read();
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (IOException e) {
            throw new PictureException(Reason.UNREADABLE, firstLine(e), e);
        }
    }

    /** The known length saves object stores a request for it. */
    private InputStream open(Configuration hadoop) throws IOException {
        Path file = new Path(path);
        FileSystem system = fileSystem(file, hadoop);
        try {
            return system.openFile(file)
                    .opt("fs.option.openfile.length", Long.toString(length))
                    .opt("fs.option.openfile.read.policy", "whole-file")
                    .build()
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** On a local disk without the search for a file of checksums, which costs more than reading a small picture. */
    private static FileSystem fileSystem(Path file, Configuration hadoop) throws IOException {
        FileSystem system = file.getFileSystem(hadoop);
        return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
    }

    private static CancellationException interrupted(Exception cause) {
        CancellationException cancelled = new CancellationException("interrupted");
        cancelled.initCause(cause);
        return cancelled;
    }

    /** Of what a file system says, which can go on for many lines. */
    private static String firstLine(IOException fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse(fault.toString());
    }
}
