package io.github.wasmclassify.cli.report;

import java.nio.file.Path;
import java.util.Optional;

/** What is written during a run and takes its place at the end. Closed without that, it leaves nothing behind. */
public interface WholeOutput extends AutoCloseable {
    /** Everything is written: it replaces what was there. */
    void commit();

    /**
     * Only a part was written: it gets another name, so that what was there stays.
     *
     * @return where it is, if it is a file
     */
    Optional<Path> commitPartial();

    @Override
    void close();
}
