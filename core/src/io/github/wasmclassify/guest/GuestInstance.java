package io.github.wasmclassify.guest;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.ChicoryException;
import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.file.Content;
import io.github.wasmclassify.guest.kernels.KernelImports;
import io.github.wasmclassify.guest.kernels.Kernels;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.model.card.ModelDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One running guest with one model in it: the class that knows the guest's ABI, which {@code wasm/src/abi.rs}
 * documents. Pointers stay inside, and what a call allocates in the guest is freed when it ends.
 *
 * <p>Not for use by two threads at once. After a {@link GuestException} the guest's state is unknown: close it and make
 * another.
 */
public final class GuestInstance implements AutoCloseable {
    /** The version of the guest's ABI that this program uses. */
    public static final int ABI_VERSION = 1;

    /** The longest side of a thumbnail that the guest makes, in pixels. */
    public static final int LONGEST_THUMBNAIL_SIDE = 4096;

    private static final List<String> EXPORTS = List.of(
            "abi_version",
            "alloc",
            "dealloc",
            "model_load",
            "model_describe",
            "classify_encoded",
            "classify_pixels",
            "last_report",
            "last_thumbnail",
            "last_error");

    private final WasiPreview1 wasi;
    private final Instance instance;
    private final GuestHeap heap;
    private final GuestFaults faults;
    private final GuestPictures pictures;
    private int model;
    private String description;
    private List<String> externalNames;

    /**
     * @param kernels for a module that needs them
     * @param expectedHeap how much the guest is expected to allocate, in bytes
     * @param memoryLimit of the guest, in bytes
     * @throws ModuleException if the module does not speak this ABI
     */
    public GuestInstance(GuestModule module, Optional<Kernels> kernels, long expectedHeap, long memoryLimit) {
        this(module, kernels, memoryLimit, imports -> module.instantiate(imports, expectedHeap, memoryLimit));
    }

    private GuestInstance(
            GuestModule module,
            Optional<Kernels> kernels,
            long memoryLimit,
            Function<ImportValues, Instance> instantiation) {
        // no directory, no environment, no streams: the guest only sees the clock
        wasi = WasiPreview1.builder()
                .withLogger(new WasiLog())
                .withOptions(WasiOptions.builder().build())
                .build();
        try {
            ImportValues.Builder imports = ImportValues.builder().addFunction(wasi.toHostFunctions());
            kernels.ifPresent(provided -> imports.addFunction(KernelImports.of(
                    provided,
                    GuestInstance::memory,
                    (instance, error) -> flatMemory(instance).refuse(error))));
            instance = instantiation.apply(imports.build());
            EXPORTS.forEach(instance::export);
            heap = new GuestHeap(instance);
            faults = new GuestFaults(heap, kernels.isPresent(), memoryLimit);
            pictures = new GuestPictures(heap, faults, kernels);
            int version = heap.call("abi_version");
            if (version != ABI_VERSION) {
                throw new ModuleException(
                        module + " has version " + version + " of the guest's ABI, this program needs " + ABI_VERSION);
            }
        } catch (ChicoryException | GuestException e) {
            wasi.close();
            if (e.getCause() instanceof OutOfMemoryError limit) {
                throw GuestFaults.javaIsFull(limit);
            }
            throw new ModuleException(module + " is not a guest for this program: " + e.getMessage(), e);
        }
    }

    /**
     * A copy of the guest that the snapshot was taken of, with its model.
     *
     * @param module the one that guest was made of
     * @param kernels with the weights that were packed for that guest, for a module that needs them
     * @param memoryLimit of the guest, in bytes; at least what {@link GuestSnapshot#memory} takes
     */
    public static GuestInstance restore(
            GuestModule module, Optional<Kernels> kernels, GuestSnapshot snapshot, long memoryLimit) {
        var guest = new GuestInstance(
                module, kernels, memoryLimit, imports -> module.restore(imports, snapshot, memoryLimit));
        guest.model = snapshot.model();
        guest.description = snapshot.description();
        guest.externalNames = snapshot.external();
        return guest;
    }

    /** The state that {@link #restore} needs. Take it after the model is loaded and before the first picture. */
    public GuestSnapshot snapshot() {
        return new GuestSnapshot(
                MemoryImage.of(memory(instance)), GuestModule.globals(instance), model, description, externalNames);
    }

    /** The memory as it is now: it is replaced when the guest grows. */
    private static byte[] memory(Instance instance) {
        return flatMemory(instance).bytes();
    }

    private static FlatMemory flatMemory(Instance instance) {
        return (FlatMemory) instance.memory();
    }

    /** Loads a model that is one file. */
    public ModelDescription load(byte[] file, Map<String, String> options) {
        return load(Content.of(file), name -> Optional.empty(), options);
    }

    /**
     * Loads the model, which every later call uses.
     *
     * @param file the whole model file, which is read straight into the guest's memory
     * @param external finds a file beside the model that holds its weights, by the name that the model gives it
     * @param options in the guest's terms, such as {@code input_range} to {@code 0..1}
     * @throws ModelException if the guest refuses it, or it needs more memory than there is; the cause is an
     *     {@link OutOfMemoryError} where Java has too little
     */
    public ModelDescription load(
            Content file, Function<String, Optional<Content>> external, Map<String, String> options) {
        heap.memory().forgetRefusals();
        try {
            return loadWhole(file, external, options);
        } catch (GuestException e) {
            throw heap.ranOutOfMemory() ? faults.modelTooLarge() : e;
        }
    }

    private ModelDescription loadWhole(
            Content file, Function<String, Optional<Content>> external, Map<String, String> options) {
        String lines = options.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
        try (var modelBlock = heap.allocate(file);
                var optionBlock = heap.allocate(lines.getBytes(StandardCharsets.UTF_8))) {
            if (modelBlock.isMissing() || optionBlock.isMissing()) {
                throw faults.modelTooLarge();
            }
            try (ExternalFiles files = new ExternalFiles()) {
                files.attach(modelBlock, external);
                int handle = heap.call(
                        "model_load", modelBlock.address, modelBlock.length, optionBlock.address, optionBlock.length);
                if (handle <= 0) {
                    throw faults.failure("model_load", handle);
                }
                model = handle;
                modelBlock.clear(); // zeros take no room in snapshots
                description = heap.string(heap.call("model_describe", model));
                externalNames = List.copyOf(files.names);
                return description();
            }
        }
    }

    /** The guest's description of its model. */
    public ModelDescription description() {
        return ModelDescription.parse(description, externalNames);
    }

    /** Files beside a model, in the guest's memory until the model is loaded. */
    private final class ExternalFiles implements AutoCloseable {
        private final List<String> names = new ArrayList<>();
        private final List<GuestHeap.Block> blocks = new ArrayList<>();

        void attach(GuestHeap.Block modelBlock, Function<String, Optional<Content>> external) {
            if (!heap.has("external_files")) {
                return;
            }
            for (String name : heap.lines(heap.call("external_files", modelBlock.address, modelBlock.length))) {
                external.apply(name).ifPresent(content -> attach(name, content));
            }
        }

        private void attach(String name, Content content) {
            try (var nameBlock = heap.allocate(name.getBytes(StandardCharsets.UTF_8))) {
                GuestHeap.Block block = heap.allocate(content);
                blocks.add(block);
                if (nameBlock.isMissing() || block.isMissing()) {
                    throw faults.modelTooLarge();
                }
                heap.call("external_attach", nameBlock.address, nameBlock.length, block.address, block.length);
                names.add(name);
            }
        }

        @Override
        public void close() {
            blocks.forEach(GuestHeap.Block::close);
        }
    }

    /**
     * Decodes a picture in the guest and classifies it.
     *
     * @param file the whole picture file: JPEG, PNG, ...
     * @param top how many classes to answer with, at most
     * @throws PictureException if the guest refuses the picture
     */
    public GuestAnswer classify(byte[] file, int top) {
        return pictures.classify(model, file, top);
    }

    /**
     * Classifies a decoded picture.
     *
     * @param top how many classes to answer with, at most
     * @throws PictureException if the guest refuses the picture
     */
    public GuestAnswer classify(Pixels pixels, int top) {
        return pictures.classify(model, pixels, top);
    }

    /**
     * Classifies values of the network's input tensor.
     *
     * @param values in the order of {@link ModelDescription.Input#shape}
     * @param top how many classes to answer with, at most
     * @throws PictureException if their number is wrong, or the guest takes no values
     */
    public GuestAnswer classify(float[] values, int top) {
        return pictures.classify(model, values, top);
    }

    /** Whether a call was cut short: the guest must then not be called again. */
    public boolean isBroken() {
        return heap.isBroken();
    }

    /** Runs the network once, on the current content of its input, and reports the time of each layer as JSON. */
    public String profile() {
        return heap.string(heap.call("model_profile", model));
    }

    /** The current size of the guest's memory, in bytes. */
    public long memoryBytes() {
        return heap.memory().bytes().length;
    }

    @Override
    public void close() {
        wasi.close();
    }
}
