package io.github.wasmclassify.classify;

import java.util.Locale;

/** What decodes pictures. */
public enum Decoder {
    /** {@link #HOST}, or {@link #GUEST} if the engine is {@link Engine#WASM}. */
    AUTO,
    /** Java's ImageIO, whose JPEG decoder is native code of the JDK; formats that it does not know go to the guest. */
    HOST,
    /** The guest: untrusted bytes are touched only by WebAssembly. */
    GUEST;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
