package wasmclassify.command;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import wasmclassify.error.PictureException;

/** Reports what could not be classified, a line each on stderr, and remembers that there was something. */
final class Failures {
    private int count;

    void add(Path file, PictureException failure) {
        count++;
        System.err.println("wasm-classify: " + file + ": " + failure.getMessage());
        LoggerFactory.getLogger(Failures.class).debug("{}", file, failure);
    }

    boolean any() {
        return count > 0;
    }
}
