package io.github.wasmclassify.cli.file;

import io.github.wasmclassify.file.AtomicFile;
import io.github.wasmclassify.file.FileFault;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is written under a temporary name. It gets its real name, replacing an older file, only when it is
 * complete. Links are followed, and the older file's permissions are kept. Devices and pipes are written directly.
 */
public final class NewFile implements AutoCloseable {
    private final Path target;
    /** The same as the target for a device or a pipe. */
    private final Path written;

    private final OutputStream stream;

    private NewFile(Path target, Path written) throws IOException {
        this.target = target;
        this.written = written;
        stream = new FileOutputStream(written.toFile());
    }

    /** @throws IOException if there can be no file; the message is the reason alone */
    public static NewFile create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("is a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return new NewFile(path, path);
        }
        Path target = withoutLinks(path.toAbsolutePath());
        Path folder = target.getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no directory `" + folder + "`");
        }
        removeLeftOvers(target);
        Path temporary = folder.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            NewFile file = new NewFile(target, temporary);
            copyPermissions(target, temporary);
            return file;
        } catch (IOException e) {
            throw new IOException(Files.isWritable(folder) ? FileFault.reason(e) : "permission denied", e);
        }
    }

    /** The target of the links, even if it does not exist yet. */
    private static Path withoutLinks(Path path) throws IOException {
        Path end = path;
        for (int links = 0; Files.isSymbolicLink(end); links++) {
            if (links == 40) { // as Linux does
                throw new IOException("too many symbolic links");
            }
            end = end.resolveSibling(Files.readSymbolicLink(end));
        }
        return end;
    }

    /** Removes the temporary files of killed processes. */
    private static void removeLeftOvers(Path target) {
        Pattern name = Pattern.compile(Pattern.quote("." + target.getFileName() + ".") + "([0-9]{1,18})[.]part");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                target.getParent(),
                file -> isLeftOver(name.matcher(file.getFileName().toString())))) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | RuntimeException e) {
            // a folder that cannot be listed, or another user's file, does not prevent writing
        }
    }

    private static boolean isLeftOver(Matcher name) {
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (old != null && Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(to, old.readAttributes().permissions());
        }
    }

    public OutputStream stream() {
        return stream;
    }

    /** Closes the stream and puts the file in its place. */
    public void commit() throws IOException {
        commitAs(target);
    }

    /**
     * Closes the stream and keeps the content so far as {@code NAME.partial}; the older file stays.
     *
     * @return where it is
     */
    public Path commitPartial() throws IOException {
        Path partial = partial(target);
        commitAs(written.equals(target) ? target : partial);
        return partial;
    }

    /** The name that {@link #commitPartial} uses for a file. */
    public static Path partial(Path target) {
        return target.resolveSibling(target.getFileName() + ".partial");
    }

    private void commitAs(Path path) throws IOException {
        stream.close();
        if (written.equals(target)) {
            return;
        }
        AtomicFile.move(written, path);
    }

    /** Deletes the file unless it was committed. */
    @Override
    public void close() {
        try {
            stream.close();
            if (!written.equals(target)) {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            written.toFile().deleteOnExit();
        }
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
