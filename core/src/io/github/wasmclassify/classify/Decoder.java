package io.github.wasmclassify.classify;

import java.util.Locale;

/** What decodes pictures. */
public enum Decoder {
    /** {@link #HOST}, but {@link #GUEST} where {@link Engine#WASM} is asked for. */
    AUTO,
    /** Java's ImageIO, whose JPEG decoder is native code of the JDK; what it does not know goes to the guest. */
    HOST,
    /** The guest: untrusted bytes meet nothing but WebAssembly. */
    GUEST;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
