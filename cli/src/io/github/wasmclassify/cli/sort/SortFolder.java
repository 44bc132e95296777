package io.github.wasmclassify.cli.sort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A folder with a subfolder for each verdict, and the free names in it. */
final class SortFolder {
    private final Path root;
    /** Names that a dry run has assigned. */
    private final Set<Path> planned = new HashSet<>();

    SortFolder(Path root) {
        this.root = root;
    }

    /** The folder of a verdict; it need not exist. */
    Path of(String verdict) {
        return root.resolve(FolderName.of(verdict));
    }

    /**
     * A free name in a folder: the picture's own or, if that is taken, one with a number, such as {@code lemon
     * (2).png}.
     *
     * @return empty if the same picture already has one of these names
     */
    Optional<Path> freeName(Path folder, Path picture) throws IOException {
        String name = picture.getFileName().toString();
        Path free = folder.resolve(name);
        for (int number = 2; Filing.isThere(free) || planned.contains(free); number++) {
            if (isSame(picture, free)) {
                return Optional.empty();
            }
            free = folder.resolve(numbered(name, number));
        }
        return Optional.of(free);
    }

    private static boolean isSame(Path picture, Path other) throws IOException {
        return Files.isRegularFile(other)
                && Files.size(picture) == Files.size(other)
                && Files.mismatch(picture, other) == -1;
    }

    /** Reserves a name in a dry run. */
    void plan(Path name) {
        planned.add(name);
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return name.substring(0, end) + " (" + number + ")" + name.substring(end);
    }
}
