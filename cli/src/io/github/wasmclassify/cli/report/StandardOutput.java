package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.file.FileFault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process's stdout. Java's own {@code System.out} swallows failed writes, so that a full disk would lose results
 * without a word. This one remembers the first failure.
 */
public final class StandardOutput extends OutputStream {
    private static final int FILE_TYPE = 0xf000;
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xc000;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private IOException failure; // null as long as all is well

    private StandardOutput() {}

    /** Takes the place of {@code System.out}. */
    public static StandardOutput install() {
        StandardOutput stdout = new StandardOutput();
        System.setOut(new PrintStream(stdout, true, Terminal.charsetOfStdout()));
        return stdout;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure; // what follows a gap is of no use
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Why what was written is not all there. Empty if it is, or if it went to a pipe whose reader has seen enough, as
     * {@code head} has.
     */
    public Optional<String> failure() {
        System.out.flush();
        return Optional.ofNullable(failure).filter(fault -> !isPipe()).map(FileFault::reason);
    }

    private static boolean isPipe() {
        try {
            int type = (int) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & FILE_TYPE;
            return type == FIFO || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
