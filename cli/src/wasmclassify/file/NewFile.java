package wasmclassify.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is written beside its place and gets its name, and replaces what was there, only when it is whole. */
public final class NewFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final OutputStream stream;

    private NewFile(Path target, Path temporary) throws IOException {
        this.target = target;
        this.temporary = temporary;
        stream = new FileOutputStream(temporary.toFile());
    }

    /** @throws IOException if there can be no file; the message is the reason alone */
    public static NewFile create(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException("is a directory");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no directory " + folder);
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            return new NewFile(target, temporary);
        } catch (IOException e) {
            throw new IOException(Files.isWritable(folder) ? e.getMessage() : "permission denied", e);
        }
    }

    public OutputStream stream() {
        return stream;
    }

    /** Closes the stream and puts the file in its place. */
    public void commit() throws IOException {
        stream.close();
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Without {@link #commit} before, nothing is left. */
    @Override
    public void close() {
        try {
            stream.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            temporary.toFile().deleteOnExit();
        }
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
