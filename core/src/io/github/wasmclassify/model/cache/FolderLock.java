package io.github.wasmclassify.model.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other processes, and other threads of this one, from changing a file or folder at the same time. */
public final class FolderLock {
    private static final long POLL_MILLIS = 50;

    /** What is done while the lock is held. */
    @FunctionalInterface
    public interface Action<T> {
        T run() throws IOException;
    }

    private FolderLock() {}

    /**
     * Waits until nobody else holds the lock, then acts. The lock is on a file that stays beside the folder: removing
     * it would let two holders lock two files of one name.
     *
     * @param onWait is run once if somebody else holds it
     */
    public static <T> T holding(Path folder, Runnable onWait, Action<T> action) throws IOException {
        Files.createDirectories(folder.getParent());
        Path file = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!tryLock(channel)) {
                onWait.run();
                do {
                    Thread.sleep(POLL_MILLIS);
                } while (!tryLock(channel));
            }
            return action.run(); // closing the channel releases the lock
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + file, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process has it
        }
    }
}
