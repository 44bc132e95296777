package io.github.wasmclassify.guest;

import io.github.wasmclassify.file.BinaryReader;
import io.github.wasmclassify.file.BinaryWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a guest right after it loaded its model. {@link GuestInstance#restore} makes copies of that guest, which
 * need not load anything. Weights that the host's kernels packed are not part of it; they are in the
 * {@link io.github.wasmclassify.guest.kernels.WeightStore}. Immutable, so any thread can use it.
 *
 * @param globals the values of the module's mutable globals, in the order of the module
 * @param model the guest's handle of the model
 * @param description what the guest said about the model, in JSON
 * @param external the names of the files beside the model that hold its weights
 */
public record GuestSnapshot(
        MemoryImage memory, List<Long> globals, int model, String description, List<String> external) {
    /** Its size in bytes. */
    public long bytes() {
        return memory.runs().stream().mapToLong(run -> run.bytes().remaining()).sum();
    }

    public void writeTo(BinaryWriter out) throws IOException {
        out.putInt(model);
        out.putText(description);
        out.putInt(external.size());
        for (String name : external) {
            out.putText(name);
        }
        out.putInt(globals.size());
        for (long global : globals) {
            out.putLong(global);
        }
        memory.writeTo(out);
    }

    /** Reads what {@link #writeTo} wrote. The memory is not copied until a guest is made from it. */
    public static GuestSnapshot readFrom(BinaryReader in) {
        int model = in.getInt();
        String description = in.getText();
        List<String> external = new ArrayList<>();
        for (int count = in.getInt(); count > 0; count--) {
            external.add(in.getText());
        }
        List<Long> globals = new ArrayList<>();
        for (int count = in.getInt(); count > 0; count--) {
            globals.add(in.getLong());
        }
        return new GuestSnapshot(MemoryImage.readFrom(in), globals, model, description, external);
    }
}
