package io.github.wasmclassify.cli.report;

import java.nio.file.Path;
import java.util.Optional;

/** An output that replaces an older one only at the end of a run. If it is closed before, it leaves nothing behind. */
public interface WholeOutput extends AutoCloseable {
    /** Replaces the older output; everything has been written. */
    void commit();

    /**
     * Keeps an incomplete output under another name, so that the older one stays.
     *
     * @return its path, if it is a file
     */
    Optional<Path> commitPartial();

    @Override
    void close();
}
