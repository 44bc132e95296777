package wasmclassify.guest.kernels;

import java.util.Optional;

/** Makes the kernels of guests, where this JVM has the vector instructions for them. */
public final class KernelProvider {
    private final Workers workers;

    private KernelProvider(Workers workers) {
        this.workers = workers;
    }

    /** Why kernels cannot be made here, and what to do about it; empty where they can. */
    public static Optional<String> obstacle() {
        return VectorModule.isThere() ? Optional.empty() : Optional.of("start java with --add-modules " + VectorModule.NAME);
    }

    public static KernelProvider create(int threads) {
        return new KernelProvider(new Workers(threads));
    }

    public Kernels kernels(WeightStore weights) {
        return new VectorKernels(weights, workers);
    }

    /** For messages: how wide the vectors are. */
    @Override
    public String toString() {
        return Lanes.COUNT + " lanes";
    }
}
