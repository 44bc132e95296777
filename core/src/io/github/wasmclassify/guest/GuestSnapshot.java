package io.github.wasmclassify.guest;

import java.util.List;

/**
 * A guest as it was once it had loaded its model: {@link GuestInstance#restore} makes further ones of it, which need
 * not load anything. The weights that the host's kernels packed are no part of it; they are in the
 * {@link io.github.wasmclassify.guest.kernels.WeightStore}. Never changed once made, so any thread can use it.
 *
 * @param globals the values of the module's mutable globals, in the order of the module
 * @param model the guest's handle of the model
 * @param description what the guest said about the model, in JSON
 * @param external the names of the files beside the model that hold its weights
 */
public record GuestSnapshot(
        MemoryImage memory, List<Long> globals, int model, String description, List<String> external) {}
