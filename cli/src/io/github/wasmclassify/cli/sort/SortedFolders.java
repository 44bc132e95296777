package io.github.wasmclassify.cli.sort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The folders that this user sorted into on this machine. A journal in any other folder may be somebody else's, and
 * could cause any file to be moved anywhere.
 *
 * @param register a folder with a file for each of them, whose name is derived from its path
 */
public record SortedFolders(Path register) {
    /** @throws IOException if the register cannot be written */
    void add(Path folder) throws IOException {
        Files.createDirectories(register);
        Files.writeString(entry(folder), folder.toRealPath() + "\n");
    }

    boolean contains(Path folder) {
        try {
            return Files.exists(entry(folder));
        } catch (IOException e) {
            return false;
        }
    }

    /** @param entry that {@link #entry} returned while the folder existed */
    static void remove(Path entry) throws IOException {
        Files.deleteIfExists(entry);
    }

    /** @throws IOException if there is no such folder */
    Path entry(Path folder) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return register.resolve(HexFormat.of()
                    .formatHex(digest.digest(folder.toRealPath().toString().getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
