package io.github.wasmclassify.classify;

import io.github.wasmclassify.Internal;
import io.github.wasmclassify.guest.GuestInstance;
import io.github.wasmclassify.guest.GuestModule;
import io.github.wasmclassify.guest.kernels.KernelProvider;
import io.github.wasmclassify.guest.kernels.WeightStore;
import io.github.wasmclassify.image.PictureDecoder;
import java.util.Optional;

/**
 * Loads what most classifiers need before any is opened, on a thread of its own: while a program still reads its
 * options, a second core has nothing to do.
 */
public final class HeadStart {
    private HeadStart() {}

    /** Begins. Who needs something that is being loaded waits for it; nothing else changes. */
    @Internal
    public static void begin() {
        LimitedLoading.daemon(HeadStart::load, "head-start").start();
    }

    /** The module and its guest come first: a classifier needs them before it decodes a picture. */
    private static void load() {
        try (KernelProvider kernels = KernelProvider.plain(1)) {
            GuestModule module = GuestModule.bundledWithHostKernels();
            long memory = ClassifierOptions.builder().build().maxMemory();
            new GuestInstance(module, Optional.of(kernels.kernels(new WeightStore())), 0, memory).close();
            PictureDecoder.prepare();
        } catch (RuntimeException | Error e) {
            // it happens again where it is needed, and is reported there
        }
    }
}
