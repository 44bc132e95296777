package io.github.wasmclassify.guest.kernels;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Finds out whether this JVM can serve the kernels, and makes them. No class that needs the Vector API is touched
 * before {@link #missing} has looked for it.
 */
public final class KernelProvider implements AutoCloseable {
    private static final int FEWEST_LANES = 4;

    private final Workers workers;
    private final boolean isPlain;

    /**
     * Kernels on vectors, where none of what they need is {@link #missing}.
     *
     * @param threads that share the work of one kernel, the caller's among them
     */
    public KernelProvider(int threads) {
        this(threads, false);
    }

    private KernelProvider(int threads, boolean isPlain) {
        workers = new Workers(threads);
        this.isPlain = isPlain;
    }

    /** Kernels without vectors, which any JVM can serve: for a single picture, see {@link PlainKernels}. */
    public static KernelProvider plain(int threads) {
        return new KernelProvider(threads, true);
    }

    /** What this JVM lacks for the kernels and how to give it that, as a clause; empty where nothing is missing. */
    public static Optional<String> missing() {
        if (!VectorModule.isThere()) {
            return Optional.of("the JVM runs without the module " + VectorModule.NAME + "; start it with --add-modules "
                    + VectorModule.NAME);
        }
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted") || mode.contains("emulated-client")) {
            return Optional.of("the JVM runs without its optimising compiler (" + mode + ")");
        }
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return Optional.of("this machine is not little-endian");
        }
        if (Lanes.COUNT < FEWEST_LANES) {
            return Optional.of("the JVM knows no vectors of 128 bits or more on this machine");
        }
        return Optional.empty();
    }

    /** The kernels for one guest. Guests of one model share a store; guests of different models must not. */
    public Kernels kernels(WeightStore weights) {
        return isPlain ? new PlainKernels(weights, workers) : new VectorKernels(weights, workers);
    }

    /** Begins to run the kernels, so that they are compiled when the first picture comes. */
    public KernelWarmUp warmUp() {
        return KernelWarmUp.start(isPlain ? PlainRound::new : VectorRound::new);
    }

    /** For people: {@code plain Java}, or {@code simd} and how wide its vectors are. */
    @Override
    public String toString() {
        return isPlain ? "plain Java" : "simd (" + Lanes.COUNT + " lanes)";
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }
}
