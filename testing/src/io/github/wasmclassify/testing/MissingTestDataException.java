package io.github.wasmclassify.testing;

import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Skips a test because a file of the test data, which is not part of the project, is missing. */
public final class MissingTestDataException extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    MissingTestDataException(Path file) {
        super("needs test data: " + file + " is missing");
    }
}
