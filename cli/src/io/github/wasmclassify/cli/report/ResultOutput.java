package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.file.NewFile;
import io.github.wasmclassify.file.FileFault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The output for results, in UTF-8: stdout, or a file that appears when all results are in it. */
public final class ResultOutput implements WholeOutput {
    private final PrintStream out;
    private final Optional<NewFile> file;

    private ResultOutput(PrintStream out, Optional<NewFile> file) {
        this.out = out;
        this.file = file;
    }

    public static ResultOutput toStdout() {
        return new ResultOutput(
                new PrintStream(new BufferedOutputStream(System.out), false, Terminal.charsetOfStdout()),
                Optional.empty());
    }

    /** @throws OutputException if the file cannot be created */
    public static ResultOutput toFile(Path target) {
        try {
            NewFile file = NewFile.create(target);
            return new ResultOutput(
                    new PrintStream(new BufferedOutputStream(file.stream()), false, StandardCharsets.UTF_8),
                    Optional.of(file));
        } catch (IOException e) {
            throw new OutputException("cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    public PrintStream stream() {
        return out;
    }

    /**
     * Makes what was written visible.
     *
     * @throws OutputClosedException if stdout has no reader any more
     * @throws OutputException if the file cannot be written
     */
    public void flush() {
        // only System.out can tell that a pipe is closed
        boolean failed = out.checkError() || file.isEmpty() && System.out.checkError();
        if (failed && file.isPresent()) {
            throw new OutputException("cannot write " + file.get() + ": is the disk full?");
        }
        if (failed) {
            throw new OutputClosedException();
        }
    }

    @Override
    public void commit() {
        finish(file -> {
            file.commit();
            return null;
        });
    }

    @Override
    public Optional<Path> commitPartial() {
        return finish(NewFile::commitPartial);
    }

    /** What is done with a file whose content is written. */
    private interface Ending {
        Path apply(NewFile file) throws IOException;
    }

    private Optional<Path> finish(Ending ending) {
        flush();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            out.close();
            return Optional.ofNullable(ending.apply(file.get()));
        } catch (IOException e) {
            throw new OutputException("cannot write " + file.get() + ": " + FileFault.reason(e), e);
        }
    }

    @Override
    public void close() {
        file.ifPresent(NewFile::close);
    }

    /**
     * Stdout has no reader any more, for example because {@code head} has seen enough. This ends the run, but is no
     * failure.
     */
    public static final class OutputClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
