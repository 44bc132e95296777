package io.github.wasmclassify.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What a snapshot is of. Two guests with the same key are in the same state once they have loaded their model.
 *
 * @param model where the model is: the part of the key that all snapshots of one model share
 * @param facts everything else that the state depends on
 */
public record SnapshotKey(String model, String facts) {
    /** Whole, to be compared; the file's name has less in it. */
    String text() {
        return model + "\n" + facts;
    }

    String fileName() {
        return filePrefix(model) + hash(facts) + SnapshotFolder.EXTENSION;
    }

    /** What the names of the files of all snapshots of a model begin with. */
    static String filePrefix(String model) {
        return hash(model) + "-";
    }

    private static String hash(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
