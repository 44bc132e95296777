package io.github.wasmclassify.net.download;

import java.util.OptionalLong;

/** Receives the progress of a download. */
@FunctionalInterface
public interface Progress {
    /** Ignores it. */
    Progress NONE = (done, total) -> {};

    /**
     * @param done bytes so far
     * @param total bytes in all, if known
     */
    void at(long done, OptionalLong total);
}
