package io.github.wasmclassify.classify;

import java.util.Locale;

/** What runs the network. */
public enum Engine {
    /**
     * {@link #SIMD} if this JVM supports it, otherwise {@link #WASM}. A single picture is computed in plain Java, with
     * kernels like those of {@link #SIMD}: vector instructions pay off from the second picture on, when HotSpot has
     * compiled them.
     */
    AUTO,
    /** The guest, with kernels in Java that use the JVM's vector instructions on the guest's memory. */
    SIMD,
    /** The guest alone: only WebAssembly touches the picture's bytes and the tensors. */
    WASM;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
