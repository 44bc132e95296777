package io.github.wasmclassify.cli.models;

import io.github.wasmclassify.text.WebAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a model's files come from: the address in the catalogue or the user's replacement for it, which is one file or
 * a folder (an address that ends in a slash) with files of the same names. A label file is looked for beside its model.
 */
final class Mirror {
    private final Optional<String> from;

    Mirror(Optional<String> from) {
        this.from = from;
    }

    /** An address or a file's path, for the model whose catalogue says {@code source}. */
    String model(String source) {
        return from.map(place -> isFolder(place) ? join(place, fileName(source)) : place)
                .orElse(source);
    }

    /** The same for the label file that belongs to it. */
    String labels(String source) {
        return from.map(place -> join(isFolder(place) ? place : parent(place), fileName(source)))
                .orElse(source);
    }

    /** Whether it is one file, which cannot be several models. */
    boolean isOneFile() {
        return from.isPresent() && !isFolder(from.get());
    }

    boolean isGiven() {
        return from.isPresent();
    }

    private static boolean isFolder(String place) {
        return WebAddress.is(place) ? place.endsWith("/") : Files.isDirectory(Path.of(place));
    }

    private static String join(String folder, String name) {
        return WebAddress.is(folder)
                ? folder + name
                : Path.of(folder).resolve(name).toString();
    }

    private static String parent(String place) {
        if (WebAddress.is(place)) {
            return place.substring(0, place.lastIndexOf('/') + 1);
        }
        return Path.of(place).toAbsolutePath().getParent().toString();
    }

    /** The last part of an address or path. */
    static String fileName(String source) {
        return source.substring(source.lastIndexOf('/') + 1);
    }
}
