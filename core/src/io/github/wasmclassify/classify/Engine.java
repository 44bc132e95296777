package io.github.wasmclassify.classify;

import java.util.Locale;

/** What computes the network. */
public enum Engine {
    /**
     * {@link #SIMD} where this JVM can, {@link #WASM} otherwise. One picture alone is computed in plain Java, with
     * kernels like those of {@link #SIMD}: vector instructions pay from the second picture on, once HotSpot has
     * compiled them.
     */
    AUTO,
    /** The guest, with its kernels served by the JVM's vector instructions on the guest's memory. */
    SIMD,
    /** The guest alone: nothing but WebAssembly touches the picture's bytes and the tensors. */
    WASM;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
