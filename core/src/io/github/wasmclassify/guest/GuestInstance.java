package io.github.wasmclassify.guest;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.ChicoryException;
import io.github.wasmclassify.error.ClassifierException;
import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.ModelException;
import io.github.wasmclassify.error.ModuleException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.error.Remedy;
import io.github.wasmclassify.guest.kernels.KernelImports;
import io.github.wasmclassify.guest.kernels.Kernels;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.model.card.ModelDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    /** Of the guest's ABI that this program speaks. */
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

    // error kinds, wasm/src/error.rs
    private static final int BAD_ARGUMENT = -1;
    private static final int BAD_MODEL = -2;
    private static final int DAMAGED_PICTURE = -3;
    private static final int OUT_OF_MEMORY = -4;
    private static final int NOT_A_PICTURE = -6;
    private static final int UNSUPPORTED_PICTURE = -7;
    private static final int TOO_LARGE_PICTURE = -8;

    private static final String JAVA_IS_FULL = "needs more memory than Java has";

    private static final int PREDICTION_BYTES = Integer.BYTES + Float.BYTES;

    private final WasiPreview1 wasi;
    private final boolean hasKernels;
    private final long memoryLimit;
    private final Instance instance;
    private final GuestHeap heap;
    private int model;
    private String description;
    private List<String> externalNames;

    /**
     * @param kernels for a module that needs them
     * @param expectedHeap what the guest will allocate, in bytes, as far as is known
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
        this.memoryLimit = memoryLimit;
        hasKernels = kernels.isPresent();
        // no directory, no environment, no streams: the guest computes, and sees the clock
        wasi = WasiPreview1.builder()
                .withLogger(new WasiLog())
                .withOptions(WasiOptions.builder().build())
                .build();
        try {
            ImportValues.Builder imports = ImportValues.builder().addFunction(wasi.toHostFunctions());
            kernels.ifPresent(provided -> imports.addFunction(KernelImports.of(provided, GuestInstance::memory)));
            instance = instantiation.apply(imports.build());
            EXPORTS.forEach(instance::export);
            heap = new GuestHeap(instance);
            int version = heap.call("abi_version");
            if (version != ABI_VERSION) {
                throw new ModuleException(
                        module + " has version " + version + " of the guest's ABI, this program needs " + ABI_VERSION);
            }
        } catch (ChicoryException | GuestException e) {
            wasi.close();
            throw new ModuleException(module + " is not a guest for this program: " + e.getMessage(), e);
        }
    }

    /**
     * A guest with the model of the one that the snapshot was taken of.
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

    /** What {@link #restore} needs; to be taken after the model is loaded and before the first picture. */
    public GuestSnapshot snapshot() {
        return new GuestSnapshot(
                MemoryImage.of(memory(instance)), GuestModule.globals(instance), model, description, externalNames);
    }

    /** The memory as it is now: it is replaced when the guest grows. */
    private static byte[] memory(Instance instance) {
        return ((FlatMemory) instance.memory()).bytes();
    }

    /** Loads a model that is one file. */
    public ModelDescription load(byte[] file, Map<String, String> options) {
        return load(file, name -> Optional.empty(), options);
    }

    /**
     * Loads the model, which every later call uses.
     *
     * @param file the whole model file
     * @param external gives the whole of a file beside the model in which it keeps weights, by the name that the model
     *     gives it
     * @param options in the guest's terms, such as {@code input_range} to {@code 0..1}
     * @throws ModelException if the guest refuses it, or it needs more memory than there is; the cause is an
     *     {@link OutOfMemoryError} where Java has too little
     */
    public ModelDescription load(
            byte[] file, Function<String, Optional<byte[]>> external, Map<String, String> options) {
        heap.memory().forgetRefusals();
        try {
            return loadWhole(file, external, options);
        } catch (GuestException e) {
            throw heap.ranOutOfMemory() ? modelTooLarge() : e;
        }
    }

    private ModelDescription loadWhole(
            byte[] file, Function<String, Optional<byte[]>> external, Map<String, String> options) {
        String lines = options.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
        try (var modelBlock = heap.allocate(file);
                var optionBlock = heap.allocate(lines.getBytes(StandardCharsets.UTF_8))) {
            if (modelBlock.isMissing() || optionBlock.isMissing()) {
                throw modelTooLarge();
            }
            try (ExternalFiles files = new ExternalFiles()) {
                files.attach(modelBlock, external);
                int handle = heap.call(
                        "model_load", modelBlock.address, modelBlock.length, optionBlock.address, optionBlock.length);
                if (handle <= 0) {
                    throw failure("model_load", handle);
                }
                model = handle;
                description = heap.string(heap.call("model_describe", model));
                externalNames = List.copyOf(files.names);
                return description();
            }
        }
    }

    /** What the guest says about the model that it has loaded. */
    public ModelDescription description() {
        return ModelDescription.parse(description, externalNames);
    }

    /** Files beside a model, in the guest's memory until the model is loaded. */
    private final class ExternalFiles implements AutoCloseable {
        private final List<String> names = new ArrayList<>();
        private final List<GuestHeap.Block> blocks = new ArrayList<>();

        void attach(GuestHeap.Block modelBlock, Function<String, Optional<byte[]>> external) {
            if (!heap.has("external_files")) {
                return;
            }
            for (String name : heap.lines(heap.call("external_files", modelBlock.address, modelBlock.length))) {
                external.apply(name).ifPresent(content -> attach(name, content));
            }
        }

        private void attach(String name, byte[] content) {
            try (var nameBlock = heap.allocate(name.getBytes(StandardCharsets.UTF_8))) {
                GuestHeap.Block block = heap.allocate(content);
                blocks.add(block);
                if (nameBlock.isMissing() || block.isMissing()) {
                    throw modelTooLarge();
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
        return classify(
                "classify_encoded",
                file,
                top,
                (picture, output) ->
                        heap.call("classify_encoded", model, picture.address, picture.length, top, output.address));
    }

    /**
     * Classifies a picture that is decoded already.
     *
     * @param top how many classes to answer with, at most
     * @throws PictureException if the guest refuses the picture
     */
    public GuestAnswer classify(Pixels pixels, int top) {
        return classify(
                "classify_pixels",
                pixels.samples(),
                top,
                (picture, output) -> heap.call(
                        "classify_pixels",
                        model,
                        picture.address,
                        pixels.width(),
                        pixels.height(),
                        pixels.channels(),
                        pixels.orientation(),
                        top,
                        output.address));
    }

    /**
     * Classifies what the network's input is to hold.
     *
     * @param values in the order of {@link ModelDescription.Input#shape}
     * @param top how many classes to answer with, at most
     * @throws PictureException if their number is wrong, or the guest takes no values
     */
    public GuestAnswer classify(float[] values, int top) {
        if (!heap.has("classify_values")) {
            throw new PictureException(Reason.UNSUPPORTED, "this WebAssembly module takes pictures only, no tensors");
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return classify(
                "classify_values",
                bytes.array(),
                top,
                (input, output) ->
                        heap.call("classify_values", model, input.address, input.length, top, output.address));
    }

    /** A call that answers with the number of predictions that it wrote to the output. */
    private interface Classify {
        int call(GuestHeap.Block picture, GuestHeap.Block output);
    }

    private GuestAnswer classify(String export, byte[] bytes, int top, Classify call) {
        heap.memory().forgetRefusals();
        try (var picture = heap.allocate(bytes);
                var output = heap.allocate(top * PREDICTION_BYTES)) {
            requireMemory(picture, output);
            return answer(export, call.call(picture, output), output);
        } catch (GuestException e) {
            throw heap.ranOutOfMemory() ? pictureTooLarge() : e;
        }
    }

    /** Whether a call was cut short: the guest must then not be called again. */
    public boolean isBroken() {
        return heap.isBroken();
    }

    /** Runs the network once, on what its input holds, and tells what each layer took, as JSON. */
    public String profile() {
        return heap.string(heap.call("model_profile", model));
    }

    /** How large the guest's memory has become. */
    public long memoryBytes() {
        return heap.memory().bytes().length;
    }

    private GuestAnswer answer(String export, int count, GuestHeap.Block output) {
        if (count < 0 || count > output.length / PREDICTION_BYTES) {
            throw failure(export, count);
        }
        int[] indices = new int[count];
        float[] scores = new float[count];
        int report = heap.call("last_report");
        FlatMemory memory = heap.memory();
        try {
            for (int i = 0; i < count; i++) {
                int prediction = output.address + i * PREDICTION_BYTES;
                indices[i] = memory.readInt(prediction);
                scores[i] = memory.readFloat(prediction + Integer.BYTES);
            }
            return new GuestAnswer(
                    indices,
                    scores,
                    memory.readInt(report),
                    memory.readInt(report + 4),
                    memory.readDouble(report + 8),
                    memory.readDouble(report + 16),
                    memory.readDouble(report + 24),
                    thumbnail(memory));
        } catch (WasmRuntimeException e) {
            throw new GuestException("the guest answered outside of its memory", e);
        }
    }

    private Optional<Pixels> thumbnail(FlatMemory memory) {
        int address = heap.call("last_thumbnail");
        if (address == 0) {
            return Optional.empty();
        }
        int width = memory.readInt(address);
        int height = memory.readInt(address + Integer.BYTES);
        if (Math.min(width, height) < 1 || Math.max(width, height) > LONGEST_THUMBNAIL_SIDE) {
            throw new GuestException("the guest made a thumbnail of " + width + "x" + height + " pixels");
        }
        return Optional.of(
                new Pixels(memory.readBytes(address + 2 * Integer.BYTES, width * height * 3), width, height, 3, 1));
    }

    private void requireMemory(GuestHeap.Block... blocks) {
        for (GuestHeap.Block block : blocks) {
            if (block.isMissing()) {
                throw pictureTooLarge();
            }
        }
    }

    private ClassifierException failure(String export, int result) {
        return switch (result) {
            case BAD_MODEL -> new ModelException(lastError());
            case BAD_ARGUMENT -> badArgument(export, result);
            case DAMAGED_PICTURE -> new PictureException(Reason.DAMAGED, lastError());
            case NOT_A_PICTURE -> new PictureException(Reason.NOT_A_PICTURE, lastError());
            case UNSUPPORTED_PICTURE -> new PictureException(Reason.UNSUPPORTED, lastError());
            case TOO_LARGE_PICTURE -> new PictureException(Reason.TOO_LARGE, lastError());
            case OUT_OF_MEMORY -> export.equals("model_load") ? modelTooLarge() : pictureTooLarge();
            default -> broken(export, result);
        };
    }

    private ClassifierException badArgument(String export, int result) {
        return switch (export) {
            case "model_load" -> new ModelException(lastError()); // an option that this model has no use for
            case "classify_values" -> new PictureException(Reason.DAMAGED, lastError());
            default -> broken(export, result);
        };
    }

    private GuestException broken(String export, int result) {
        return new GuestException("the guest failed in " + export + " (" + result + "): " + lastError());
    }

    private String lastError() {
        return heap.string(heap.call("last_error"));
    }

    private ModelException modelTooLarge() {
        Remedy inGuest = hasKernels ? Remedy.MORE_GUEST_MEMORY : Remedy.MORE_GUEST_MEMORY_OR_SIMD;
        return heap.memory()
                .javaLimit()
                .map(limit -> new ModelException(JAVA_IS_FULL, Remedy.MORE_JAVA_MEMORY, limit))
                .orElseGet(() -> new ModelException(guestIsFull(), inGuest));
    }

    private PictureException pictureTooLarge() {
        return heap.memory()
                .javaLimit()
                .map(limit -> new PictureException(Reason.TOO_LARGE, JAVA_IS_FULL, Remedy.MORE_JAVA_MEMORY, limit))
                .orElseGet(() -> new PictureException(Reason.TOO_LARGE, guestIsFull(), Remedy.MORE_GUEST_MEMORY));
    }

    private String guestIsFull() {
        return "does not fit into the guest's memory of " + (memoryLimit >> 20) + " MiB";
    }

    @Override
    public void close() {
        wasi.close();
    }
}
