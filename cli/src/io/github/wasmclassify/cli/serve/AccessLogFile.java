package io.github.wasmclassify.cli.serve;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.file.FileFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file with a line for each request. */
public final class AccessLogFile {
    private static final Path STDERR = Path.of("-");

    private AccessLogFile() {}

    /**
     * Opens it for appending.
     *
     * @param file {@code -} for stderr
     * @throws OutputException if it cannot be written
     */
    public static PrintStream open(Path file) {
        if (file.equals(STDERR)) {
            return System.err;
        }
        try {
            return new PrintStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    false,
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OutputException("cannot write " + file + ": " + FileFault.reason(e), e);
        }
    }
}
