package io.github.wasmclassify.cli.report;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.cli.file.NewFile;
import io.github.wasmclassify.file.FileFault;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The output for a contact sheet: one file with all thumbnails inside, or {@code index.html} in a directory with the
 * thumbnails beside it.
 */
public final class SheetOutput implements WholeOutput {
    /** Browsers open a larger page slowly, and many mail servers refuse it. */
    private static final long LARGE_PAGE = 50_000_000;

    private final Path file;
    private final Path folder;
    private final ResultOutput page;
    private final Optional<ThumbnailFolder> thumbnails;
    /** The directory that this run created and removes if it fails. */
    private final Optional<Path> newDirectory;

    private final Consumer<String> notes;
    private long length;

    private SheetOutput(
            Path file, Optional<ThumbnailFolder> thumbnails, Optional<Path> newDirectory, Consumer<String> notes) {
        this.file = file;
        page = ResultOutput.toFile(file);
        folder = file.toAbsolutePath().normalize().getParent();
        this.thumbnails = thumbnails;
        this.newDirectory = newDirectory;
        this.notes = notes;
    }

    /** Whether this is a directory: it ends with a slash, or such a directory exists. */
    private static boolean isDirectory(String place) {
        return place.endsWith("/") || place.endsWith(File.separator) || Files.isDirectory(Path.of(place));
    }

    /** The file that the page will be. */
    public static Path page(String place) {
        return isDirectory(place) ? Path.of(place, "index.html") : Path.of(place);
    }

    /** The directory that the thumbnails will be in, if they are files. */
    public static Optional<Path> thumbnails(String place) {
        return isDirectory(place) ? Optional.of(ThumbnailFolder.parent(Path.of(place))) : Optional.empty();
    }

    /**
     * @param place a file or a directory; a directory that does not exist yet must end with a slash
     * @param notes takes lines for people
     * @throws OutputException if it cannot be created
     */
    public static SheetOutput open(String place, Consumer<String> notes) {
        if (!isDirectory(place)) {
            return new SheetOutput(Path.of(place), Optional.empty(), Optional.empty(), notes);
        }
        Path directory = Path.of(place);
        Optional<Path> newDirectory = Files.isDirectory(directory) ? Optional.empty() : Optional.of(directory);
        ThumbnailFolder thumbnails = null;
        try {
            if (newDirectory.isPresent()) {
                Files.createDirectory(directory);
            }
            thumbnails = ThumbnailFolder.create(directory);
            return new SheetOutput(page(place), Optional.of(thumbnails), newDirectory, notes);
        } catch (IOException e) {
            removeIfEmpty(newDirectory);
            throw new OutputException("cannot write into the directory " + directory + ": " + FileFault.reason(e), e);
        } catch (OutputException e) {
            thumbnails.close();
            removeIfEmpty(newDirectory);
            throw e;
        }
    }

    /** The directory that the page will be in, absolute. */
    Path folder() {
        return folder;
    }

    /** Whether thumbnails are files. */
    boolean hasThumbnailFiles() {
        return thumbnails.isPresent();
    }

    /** The address of a thumbnail for the page: a new file's, or a data URL. */
    String address(byte[] jpeg) {
        return thumbnails
                .map(files -> files.add(jpeg))
                .orElseGet(() -> "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg));
    }

    void print(String html) {
        PrintStream out = page.stream();
        out.print(html);
        page.flush();
        boolean wasSmall = length <= LARGE_PAGE;
        length += html.length();
        if (wasSmall && length > LARGE_PAGE) {
            notes.accept("the report is larger than " + LARGE_PAGE / 1_000_000
                    + " MB and will open slowly; --report DIR/ keeps thumbnails in separate files");
        }
    }

    @Override
    public void commit() {
        page.commit();
        if (thumbnails.isPresent()) {
            thumbnails.get().keep();
            try {
                Files.deleteIfExists(NewFile.partial(file)); // its thumbnails go
                thumbnails.get().removeOlder();
            } catch (IOException e) {
                notes.accept("cannot delete the thumbnails of older reports in " + folder + ": " + FileFault.reason(e));
            }
        }
    }

    @Override
    public Optional<Path> commitPartial() {
        Optional<Path> partial = page.commitPartial();
        thumbnails.ifPresent(ThumbnailFolder::keep);
        return partial;
    }

    @Override
    public void close() {
        page.close();
        thumbnails.ifPresent(ThumbnailFolder::close);
        removeIfEmpty(newDirectory);
    }

    private static void removeIfEmpty(Optional<Path> directory) {
        try {
            if (directory.isPresent()) {
                Files.deleteIfExists(directory.get());
            }
        } catch (IOException e) {
            // it is not empty: a page is there
        }
    }
}
