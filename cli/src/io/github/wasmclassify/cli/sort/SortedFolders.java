package io.github.wasmclassify.cli.sort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The folders that this user sorted into on this machine. A journal in another folder may be somebody else's, and could
 * have any file moved anywhere.
 *
 * @param register a folder with a file for each of them, named for its path
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

    /** @param entry as {@link #entry} gave it while the folder was there */
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
