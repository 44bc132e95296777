package io.github.wasmclassify.snapshot;

import io.github.wasmclassify.file.BinaryReader;
import io.github.wasmclassify.file.BinaryWriter;
import io.github.wasmclassify.guest.GuestSnapshot;
import io.github.wasmclassify.guest.kernels.WeightStore;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * A file with a snapshot: a mark, the whole {@link SnapshotKey}, the states of the files beside the model, the guest,
 * the packed weights, and a CRC-32C of all that. The checksum finds accidents of the disk, at the speed of memory even
 * in a cold JVM; it need not withstand an attacker, as nobody but the user can write to the folder.
 */
final class SnapshotFile {
    /** "WCS" and the version of the format. */
    private static final int MARK = 'W' | 'C' << 8 | 'S' << 16 | 1 << 24;

    private SnapshotFile() {}

    /** @param beside the states of the files beside the model that hold its weights, by their names */
    static void write(Path file, SnapshotKey key, Map<String, String> beside, GuestSnapshot guest, WeightStore weights)
            throws IOException {
        try (var out = new BinaryWriter(FileChannel.open(file, StandardOpenOption.WRITE))) {
            out.putInt(MARK);
            out.putText(key.text());
            out.putInt(beside.size());
            for (Map.Entry<String, String> state : beside.entrySet()) {
                out.putText(state.getKey());
                out.putText(state.getValue());
            }
            guest.writeTo(out);
            weights.writeTo(out);
            out.putInt(out.checksum());
            out.checksum();
        }
    }

    /**
     * Reads a snapshot; its weights are added to a store that is empty.
     *
     * @param beside tells the present state of a file beside the model; empty where it has none
     * @return empty if it is of another key, if a file beside the model has changed, or if it is damaged
     */
    static Optional<GuestSnapshot> read(
            Path file, SnapshotKey key, Function<String, Optional<String>> beside, WeightStore weights)
            throws IOException {
        ByteBuffer content = map(file);
        try {
            var in = new BinaryReader(content);
            if (in.getInt() != MARK || !in.getText().equals(key.text()) || !isWhole(content)) {
                return Optional.empty();
            }
            Map<String, String> wanted = new LinkedHashMap<>();
            for (int count = in.getInt(); count > 0; count--) {
                wanted.put(in.getText(), in.getText());
            }
            boolean isSame = wanted.entrySet().stream()
                    .allMatch(state -> beside.apply(state.getKey()).equals(Optional.of(state.getValue())));
            if (!isSame) {
                return Optional.empty();
            }
            GuestSnapshot guest = GuestSnapshot.readFrom(in);
            weights.readFrom(in);
            return Optional.of(guest);
        } catch (BufferUnderflowException | InternalError e) { // the latter where the file shrinks meanwhile
            return Optional.empty();
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IllegalArgumentException e) { // 2 GiB or more
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean isWhole(ByteBuffer content) {
        int length = content.limit() - Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(content.slice(0, length));
        return (int) checksum.getValue()
                == content.order(ByteOrder.LITTLE_ENDIAN).getInt(length);
    }
}
