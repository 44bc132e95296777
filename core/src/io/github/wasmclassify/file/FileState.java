package io.github.wasmclassify.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the system keeps about a file that changes when its content is changed: its size, its times, and its number on
 * the disk. A file with the same state holds the same bytes, unless it was changed so shortly before or after that the
 * clock did not move on; {@link #isSettled} tells.
 */
public final class FileState {
    /** The coarsest clock of a file system in use (FAT's) counts in steps of two seconds. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);
    /**
     * ctime cannot be set by a program, and changes with the content: a file that was replaced and given the old time
     * has another.
     */
    private static final String UNIX = "unix:size,lastModifiedTime,ctime,ino,dev";

    private static final String OTHERS = "size,lastModifiedTime,creationTime";

    private final Map<String, Object> attributes;
    private final boolean isSettled;

    private FileState(Map<String, Object> attributes, Instant now) {
        this.attributes = attributes;
        isSettled = attributes.values().stream()
                .filter(FileTime.class::isInstance)
                .allMatch(time -> ((FileTime) time).toInstant().isBefore(now.minus(CLOCK_STEP)));
    }

    /** @param file links are followed */
    public static FileState of(Path file) throws IOException {
        Instant now = Instant.now();
        boolean isUnix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new FileState(new TreeMap<>(Files.readAttributes(file, isUnix ? UNIX : OTHERS)), now);
    }

    /** Whether the last change was long enough ago for any later one to show. */
    public boolean isSettled() {
        return isSettled;
    }

    /** Equal for equal states. */
    @Override
    public String toString() {
        return attributes.toString();
    }
}
