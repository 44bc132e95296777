package io.github.wasmclassify.guest;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import io.github.wasmclassify.error.GuestException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.guest.kernels.Kernels;
import io.github.wasmclassify.image.Pixels;
import io.github.wasmclassify.model.card.ModelDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The guest's exports that classify something. */
final class GuestPictures {
    private static final int PREDICTION_BYTES = Integer.BYTES + Float.BYTES;
    /** For the network's input and for a thumbnail. */
    private static final int MOST_RESIZES = 2;

    private final GuestHeap heap;
    private final GuestFaults faults;
    private final Optional<Kernels> resizer;

    /** @param resizer of the host's kernels, if there are any */
    GuestPictures(GuestHeap heap, GuestFaults faults, Optional<Kernels> resizer) {
        this.heap = heap;
        this.faults = faults;
        this.resizer = resizer;
    }

    /**
     * Decodes a picture in the guest and classifies it.
     *
     * @param file the whole picture file: JPEG, PNG, ...
     * @param top how many classes to answer with, at most
     * @throws PictureException if the guest refuses the picture
     */
    GuestAnswer classify(int model, byte[] file, int top) {
        return classify(
                "classify_encoded",
                file,
                top,
                (picture, output) ->
                        heap.call("classify_encoded", model, picture.address, picture.length, top, output.address));
    }

    /**
     * Classifies a decoded picture. If the host has kernels, they resize it first, so that only the network's input
     * enters the guest.
     *
     * @param top how many classes to answer with, at most
     * @throws PictureException if the guest refuses the picture
     */
    GuestAnswer classify(int model, Pixels pixels, int top) {
        return resizer.isPresent() && heap.has("picture_resizes")
                ? classifyResized(model, pixels, resizer.get(), top)
                : classifyWhole(model, pixels, top);
    }

    private GuestAnswer classifyWhole(int model, Pixels pixels, int top) {
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
     * Classifies values of the network's input tensor.
     *
     * @param values in the order of {@link ModelDescription.Input#shape}
     * @param top how many classes to answer with, at most
     * @throws PictureException if their number is wrong, or the guest takes no values
     */
    GuestAnswer classify(int model, float[] values, int top) {
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

    private GuestAnswer classifyResized(int model, Pixels pixels, Kernels kernels, int top) {
        heap.memory().forgetRefusals();
        try (var requests = heap.allocate(MOST_RESIZES * Kernels.RESIZE_REQUEST_BYTES);
                var output = heap.allocate(top * PREDICTION_BYTES)) {
            requireMemory(requests, output);
            int count = heap.call(
                    "picture_resizes",
                    model,
                    pixels.width(),
                    pixels.height(),
                    pixels.channels(),
                    pixels.orientation(),
                    requests.address);
            if (count < 0 || count > MOST_RESIZES) {
                throw faults.failure("picture_resizes", count);
            }
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int request = requests.address + i * Kernels.RESIZE_REQUEST_BYTES;
                heap.work("resizing", memory -> kernels.resize(pixels.samples(), memory, request));
            }
            double millis = (System.nanoTime() - start) / 1e6;
            return answer("classify_resized", heap.call("classify_resized", model, top, output.address), output)
                    .resizedIn(millis);
        } catch (GuestException e) {
            throw heap.ranOutOfMemory() ? faults.pictureTooLarge() : e;
        }
    }

    /** A call that writes predictions to the output and returns their number. */
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
            throw heap.ranOutOfMemory() ? faults.pictureTooLarge() : e;
        }
    }

    private GuestAnswer answer(String export, int count, GuestHeap.Block output) {
        if (count < 0 || count > output.length / PREDICTION_BYTES) {
            throw faults.failure(export, count);
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
        if (Math.min(width, height) < 1 || Math.max(width, height) > GuestInstance.LONGEST_THUMBNAIL_SIDE) {
            throw new GuestException("the guest made a thumbnail of " + width + "x" + height + " pixels");
        }
        return Optional.of(
                new Pixels(memory.readBytes(address + 2 * Integer.BYTES, width * height * 3), width, height, 3, 1));
    }

    private void requireMemory(GuestHeap.Block... blocks) {
        for (GuestHeap.Block block : blocks) {
            if (block.isMissing()) {
                throw faults.pictureTooLarge();
            }
        }
    }
}
