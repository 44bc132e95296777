package io.github.wasmclassify.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the files of a cache within a limit. The time of a file's last change tells when it was used last. */
public final class LeastRecentlyUsed {
    private LeastRecentlyUsed() {}

    /**
     * Deletes the files that were used least recently, until the others leave room for what is to come.
     *
     * @param most bytes of all files together
     * @param coming bytes that are about to be written
     */
    public static void trim(List<Path> files, long most, long coming) throws IOException {
        record Dated(Path file, FileTime time) {}
        List<Dated> dated = new ArrayList<>();
        for (Path file : files) {
            dated.add(new Dated(file, Files.getLastModifiedTime(file)));
        }
        dated.sort(Comparator.comparing(Dated::time).reversed());
        long total = coming;
        for (Dated next : dated) {
            total += Files.size(next.file);
            if (total > most) {
                Files.deleteIfExists(next.file);
            }
        }
    }
}
