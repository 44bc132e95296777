package io.github.wasmclassify.cli.input;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a file whose name is invalid in the locale's encoding, such as a Latin-1 name under UTF-8. In Java's arguments,
 * replacement characters take the place of the invalid bytes, so no path can be made from them. The directory's
 * listing, however, contains the file, and its name reads the same.
 */
final class UndecodedName {
    private static final String REPLACEMENT = "\uFFFD";

    private UndecodedName() {}

    static boolean isOne(String name) {
        return name.contains(REPLACEMENT);
    }

    /** The file; empty if none or several have names that read the same. */
    static Optional<Path> find(String name) {
        Path found = Path.of(name.startsWith("/") ? "/" : "");
        for (String part : name.split("/")) {
            List<Path> matches = isOne(part) ? entries(found, part) : List.of(found.resolve(part));
            if (matches.size() != 1) {
                return Optional.empty();
            }
            found = matches.get(0);
        }
        return Optional.of(found);
    }

    private static List<Path> entries(Path directory, String name) {
        List<Path> matches = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (entry.getFileName().toString().equals(name)) {
                    matches.add(directory.resolve(entry.getFileName()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        return matches;
    }
}
