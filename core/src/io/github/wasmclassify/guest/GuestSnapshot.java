package io.github.wasmclassify.guest;

import io.github.wasmclassify.file.BinaryReader;
import io.github.wasmclassify.file.BinaryWriter;
import java.io.IOException;
import java.util.ArrayList;
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
        MemoryImage memory, List<Long> globals, int model, String description, List<String> external) {
    /** What it takes, in bytes. */
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

    /** Reads what {@link #writeTo} wrote. The memory stays where it is until a guest is made of it. */
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
