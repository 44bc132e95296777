package io.github.wasmclassify.net.download;

import java.util.OptionalLong;

/** Is told how far a download is. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, total) -> {};

    /**
     * @param done bytes so far
     * @param total bytes in all, if known
     */
    void at(long done, OptionalLong total);
}
