package io.github.wasmclassify.classify;

import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.guest.GuestInstance;
import io.github.wasmclassify.guest.GuestModule;
import io.github.wasmclassify.guest.GuestSnapshot;
import io.github.wasmclassify.guest.kernels.KernelProvider;
import io.github.wasmclassify.guest.kernels.KernelWarmUp;
import io.github.wasmclassify.guest.kernels.WeightStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compiled module and, with host kernels, the weights and threads that its guests share. Chosen once; creates guests.
 */
final class EngineRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRuntime.class);

    private final GuestModule module;
    private final Optional<KernelProvider> kernels;
    /** Of the one model that all guests of this engine load. */
    private final WeightStore weights = new WeightStore();

    private final AtomicInteger owners = new AtomicInteger(1);

    /** Runs until a guest has loaded its model. */
    private final Optional<KernelWarmUp> warmUp;

    private EngineRuntime(GuestModule module, Optional<KernelProvider> kernels) {
        this.module = module;
        this.kernels = kernels;
        warmUp = kernels.map(KernelProvider::warmUp);
    }

    /** @throws ModuleException if the module or the engine cannot be used */
    static EngineRuntime of(ClassifierOptions options) {
        if (options.module().isPresent()) {
            return ofModule(GuestModule.compile(options.module().get()), options);
        }
        if (options.engine() == Engine.AUTO && options.forOnePicture()) {
            return new EngineRuntime(
                    GuestModule.bundledWithHostKernels(), Optional.of(KernelProvider.plain(options.threads())));
        }
        boolean isAuto = options.engine() == Engine.AUTO;
        Optional<String> obstacle = isAuto ? KernelProvider.missing() : Optional.empty();
        obstacle.ifPresent(reason -> LOG.info("using the wasm engine: {}", reason));
        boolean wasm = isAuto ? obstacle.isPresent() : options.engine() != Engine.SIMD;
        return wasm
                ? new EngineRuntime(GuestModule.bundled(), Optional.empty())
                : simd(GuestModule.bundledWithHostKernels(), options.threads());
    }

    /** A module is built for one of the engines. */
    private static EngineRuntime ofModule(GuestModule module, ClassifierOptions options) {
        Engine builtFor = module.needsKernels() ? Engine.SIMD : Engine.WASM;
        if (options.engine() != Engine.AUTO && options.engine() != builtFor) {
            throw new ModuleException(
                    module + " is built for the " + builtFor + " engine, not for " + options.engine());
        }
        return builtFor == Engine.SIMD ? simd(module, options.threads()) : new EngineRuntime(module, Optional.empty());
    }

    private static EngineRuntime simd(GuestModule module, int threads) {
        KernelProvider.missing().ifPresent(obstacle -> {
            throw new ModuleException("the simd engine cannot run here: " + obstacle);
        });
        return new EngineRuntime(module, Optional.of(new KernelProvider(threads)));
    }

    GuestInstance newGuest(long expectedHeap, long memoryLimit) {
        return new GuestInstance(module, kernels.map(provider -> provider.kernels(weights)), expectedHeap, memoryLimit);
    }

    /** A guest as the one that the snapshot was taken of; its packed weights are in {@link #weights}. */
    GuestInstance restoredGuest(GuestSnapshot snapshot, long memoryLimit) {
        return GuestInstance.restore(module, kernels.map(provider -> provider.kernels(weights)), snapshot, memoryLimit);
    }

    /** The weights that the host's kernels have packed. */
    WeightStore weights() {
        return weights;
    }

    /**
     * What a guest's state depends on besides its model: equal for equal engines of any run. Empty for a user's own
     * module.
     */
    Optional<String> identity() {
        return module.identity().map(bundled -> bundled + " " + summary() + " layout " + WeightStore.LAYOUT);
    }

    /** Adds a user: each must release the runtime before its threads end. */
    EngineRuntime share() {
        owners.incrementAndGet();
        return this;
    }

    void release() {
        if (owners.decrementAndGet() == 0) {
            endWarmUp();
            kernels.ifPresent(KernelProvider::close);
        }
    }

    /** Stops the warm-up: the model is loaded. */
    void endWarmUp() {
        warmUp.ifPresent(KernelWarmUp::close);
    }

    boolean isSimd() {
        return kernels.isPresent();
    }

    /** {@code wasm}, {@code plain Java}, or {@code simd} and how. */
    String summary() {
        return kernels.map(KernelProvider::toString).orElse("wasm");
    }

    /** For messages. */
    @Override
    public String toString() {
        return module + kernels.map(provider -> " with " + provider).orElse("");
    }
}
