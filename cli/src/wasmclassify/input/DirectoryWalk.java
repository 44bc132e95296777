package wasmclassify.input;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import wasmclassify.error.PictureException;
import wasmclassify.error.PictureException.Reason;

/**
 * The pictures of a directory, found while they are asked for: in name order, without hidden files, and with those of the directories
 * inside where that is wanted. Symbolic links are followed, but never into a directory that the walk is in already.
 */
public final class DirectoryWalk implements Iterator<PictureInput> {
    private final Path root;
    private final boolean recursive;
    private final PictureFilter filter;
    private final Deque<Level> levels = new ArrayDeque<>();
    private PictureInput next;
    private boolean hasFound;
    private boolean hasDirectories;

    /** A directory that the walk is in; only the names of its files are kept, as there may be very many. */
    private record Level(Path directory, Path real, Iterator<Path> names) {}

    /**
     * @param recursive whether the pictures of directories inside are taken too
     * @param filter which files are pictures
     */
    public DirectoryWalk(Path root, boolean recursive, PictureFilter filter) {
        this.root = root;
        this.recursive = recursive;
        this.filter = filter;
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
        return filter.takes(relative) ? new FileInput(path) : null;
    }

    /** Goes into a directory; what cannot be listed is a failure of its own. */
    private PictureInput enter(Path directory) {
        try {
            Path real = directory.toRealPath();
            if (levels.stream().noneMatch(level -> level.real.equals(real))) {
                levels.push(new Level(directory, real, names(directory)));
            }
            return null;
        } catch (IOException e) {
            String why = e instanceof AccessDeniedException ? "permission denied" : e.toString();
            return new FailedInput(directory.toString(),
                    new PictureException(Reason.UNREADABLE, "cannot list this directory: " + why, e));
        }
    }

    private static Iterator<Path> names(Path directory) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName(); // kept as it is: Java cannot write every name as text
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
        String hint = hasDirectories && !recursive ? "; --recursive looks into the directories inside" : "";
        return new FailedInput(root.toString(),
                new PictureException(Reason.UNREADABLE, "no pictures in this directory; looked for " + filter + hint));
    }
}
