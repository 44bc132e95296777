package io.github.wasmclassify.snapshot;

import io.github.wasmclassify.file.AtomicFile;
import io.github.wasmclassify.file.LeastRecentlyUsed;
import io.github.wasmclassify.guest.GuestSnapshot;
import io.github.wasmclassify.guest.kernels.WeightStore;
import io.github.wasmclassify.model.cache.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the snapshots of guests that have loaded their models, so that a later run need not load them again.
 * Nothing depends on it: what is missing, damaged or out of date is made anew, and where the folder cannot be used,
 * models are loaded each time.
 *
 * <p>A guest runs what its snapshot holds, so a folder that anybody but its user can write to is not used.
 */
public final class SnapshotFolder {
    /** Of all snapshots together, in bytes; the least recently used go first. */
    public static final long MOST_BYTES = 256 << 20;

    static final String EXTENSION = ".snapshot";
    private static final String UNFINISHED = ".new";
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);

    private final Path folder;

    SnapshotFolder(Path folder) {
        this.folder = folder;
    }

    public static SnapshotFolder ofUser() {
        return new SnapshotFolder(Home.directory().resolve("snapshots"));
    }

    /** Where it is; it may not exist. */
    public Path path() {
        return folder;
    }

    /**
     * The snapshot of a key, if there is one that can be used. Its weights are added to the store, which is empty
     * before.
     *
     * @param beside tells the present state of a file beside the model
     */
    public Optional<GuestSnapshot> find(
            SnapshotKey key, Function<String, Optional<String>> beside, WeightStore weights) {
        Path file = folder.resolve(key.fileName());
        try {
            if (!Files.isRegularFile(file) || !isPrivate()) {
                return Optional.empty();
            }
            Optional<GuestSnapshot> found = SnapshotFile.read(file, key, beside, weights);
            if (found.isPresent()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            }
            return found;
        } catch (IOException e) {
            LOG.debug("snapshot {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Keeps a snapshot, unless that is not possible. Nobody ever reads half of it.
     *
     * @param beside the states of the files beside the model that hold its weights, by their names
     */
    public void keep(SnapshotKey key, Map<String, String> beside, GuestSnapshot guest, WeightStore weights) {
        if (guest.bytes() + weights.bytes() > MOST_BYTES / 2) {
            return; // it would push out all others
        }
        try {
            create();
            if (!isPrivate()) {
                return;
            }
            AtomicFile.write(
                    Files.createTempFile(folder, "", UNFINISHED),
                    folder.resolve(key.fileName()),
                    whole -> SnapshotFile.write(whole, key, beside, guest, weights));
            removeOldest();
        } catch (IOException e) {
            LOG.debug("no snapshot can be kept in {}: {}", folder, e.toString());
        }
    }

    private void create() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            if (hasModes()) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        }
    }

    private boolean hasModes() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Whether nobody but the user of this process can write to it. On Windows the folder's place sees to that. */
    public boolean isPrivate() throws IOException {
        if (!hasModes()) {
            return true;
        }
        Map<String, Object> attributes = Files.readAttributes(folder, "unix:mode,uid");
        int others = 0022;
        return ((int) attributes.get("mode") & others) == 0
                && attributes.get("uid").equals(ownUser());
    }

    /** The id of the user whose process this is; where the system does not tell, of the one whose home it has. */
    private static Object ownUser() throws IOException {
        Path self = Path.of("/proc/self");
        Path own = Files.exists(self) ? self : Path.of(System.getProperty("user.home"));
        return Files.getAttribute(own, "unix:uid");
    }

    private void removeOldest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            LeastRecentlyUsed.trim(files.toList(), MOST_BYTES, 0);
        }
    }

    /** Removes the snapshots of a model. */
    public void forget(String model) throws IOException {
        String prefix = SnapshotKey.filePrefix(model);
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith(prefix)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What all snapshots take. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** The snapshots that are there. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(EXTENSION)).toList();
        }
    }
}
