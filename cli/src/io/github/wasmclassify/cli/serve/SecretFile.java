package io.github.wasmclassify.cli.serve;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.file.FileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file with a token or a password, which then need not appear on a command line. */
public final class SecretFile {
    private static final int LARGEST = 4096;

    private SecretFile() {}

    /**
     * Its first line, trimmed.
     *
     * @throws InputException if it cannot be read or has none
     */
    public static String read(Path file) {
        try {
            String line = new String(FileBytes.read(file, LARGEST), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            if (line.isEmpty()) {
                throw new IOException("its first line is empty");
            }
            return line;
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }
}
