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

    /** @param threads that share the work of one kernel, the caller's among them */
    public KernelProvider(int threads) {
        workers = new Workers(threads);
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
        return new VectorKernels(weights, workers);
    }

    /** For messages: how wide the vectors are. */
    @Override
    public String toString() {
        return Lanes.COUNT + " lanes";
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }
}
