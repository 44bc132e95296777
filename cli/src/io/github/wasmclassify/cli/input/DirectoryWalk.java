package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.file.FileFault;
import io.github.wasmclassify.image.PictureFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Finds the pictures of a directory one by one, in name order, without hidden files and, if wanted, including
 * subdirectories. Symbolic links are followed, but each directory is visited only once.
 */
public final class DirectoryWalk implements Iterator<PictureInput> {
    private final Path root;
    private final boolean recursive;
    private final PictureFilter filter;
    private final PassedOver passedOver;
    private final PassedOver passedOverHere = new PassedOver();
    private final Deque<Level> levels = new ArrayDeque<>();
    /** Real paths, without links. */
    private final Set<Path> visited = new HashSet<>();

    private PictureInput next;
    private boolean hasFound;
    private boolean hasDirectories;

    /** A directory on the current path. Only file names are kept, because there may be very many. */
    private record Level(Path directory, Iterator<Path> names) {}

    /**
     * @param recursive whether to include subdirectories
     * @param filter which files are pictures
     * @param passedOver counts the files that may be pictures of other kinds
     */
    public DirectoryWalk(Path root, boolean recursive, PictureFilter filter, PassedOver passedOver) {
        this.root = root;
        this.recursive = recursive;
        this.filter = filter;
        this.passedOver = passedOver;
        next = enter(root);
    }

    @Override
    public boolean hasNext() {
        while (next == null && !levels.isEmpty()) {
            next = step();
        }
        if (next == null && !hasFound) {
            next = nothingFound();
        }
        hasFound |= next != null;
        return next != null;
    }

    @Override
    public PictureInput next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        PictureInput result = next;
        next = null;
        return result;
    }

    /** The next file of the innermost directory, if it is a picture. */
    private PictureInput step() {
        Level level = levels.peek();
        if (!level.names.hasNext()) {
            levels.pop();
            return null;
        }
        Path path = level.directory.resolve(level.names.next());
        Path relative = root.relativize(path);
        if (Files.isDirectory(path)) {
            hasDirectories = true;
            return recursive && !filter.prunes(relative, path) ? enter(path) : null;
        }
        return takes(path, relative) ? new FileInput(path) : null;
    }

    private boolean takes(Path path, Path relative) {
        PictureFilter.Choice choice = filter.choose(relative);
        if (choice == PictureFilter.Choice.LEAVE) {
            return false;
        }
        if (choice == PictureFilter.Choice.TAKE || choice == PictureFilter.Choice.LOOK && PictureFile.isPicture(path)) {
            return true;
        }
        passedOver.add(PictureFilter.extension(path));
        passedOverHere.add(PictureFilter.extension(path));
        return false;
    }

    /** Enters a directory. One that cannot be listed becomes a failed input. */
    private PictureInput enter(Path directory) {
        try {
            if (visited.add(directory.toRealPath())) {
                levels.push(new Level(directory, names(directory)));
            }
            return null;
        } catch (IOException e) {
            return new FailedInput(
                    directory.toString(),
                    new PictureException(Reason.UNREADABLE, "cannot list this directory: " + FileFault.reason(e), e));
        }
    }

    private static Iterator<Path> names(Path directory) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName(); // kept as a path: Java cannot convert every name to text
                if (!name.toString().startsWith(".")) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names.iterator();
    }

    private PictureInput nothingFound() {
        String others = PassedOver.text(passedOverHere.byExtension());
        String hint = (others.isEmpty() ? "" : "; " + others)
                + (hasDirectories && !recursive ? "; use --recursive to include the directories inside it" : "");
        return new FailedInput(
                root.toString(),
                new PictureException(Reason.UNREADABLE, "no pictures in this directory; looked for " + filter + hint));
    }
}
