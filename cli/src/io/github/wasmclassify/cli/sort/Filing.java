package io.github.wasmclassify.cli.sort;

import io.github.wasmclassify.cli.file.FileMove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways to put a picture into a folder, and to undo that. Undoing looks at the actual files, because a run may have
 * been cut off at any point. It never deletes the last copy of anything and never replaces a file.
 */
public enum Filing {
    COPY("copied") {
        @Override
        void file(Path from, Path to) throws IOException {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }

        @Override
        Optional<String> undo(Path from, Path to) throws IOException {
            return isThere(to) ? deleteCopy(from, to) : Optional.empty();
        }
    },
    /** A symbolic link with an absolute target, which works across file systems and shows what it is. */
    LINK("linked") {
        @Override
        void file(Path from, Path to) throws IOException {
            Files.createSymbolicLink(to, from);
        }

        @Override
        Optional<String> undo(Path from, Path to) throws IOException {
            if (!isThere(to)) {
                return Optional.empty();
            }
            if (!Files.isSymbolicLink(to) || !Files.readSymbolicLink(to).equals(from)) {
                return Optional.of("it is no longer the link that was made");
            }
            Files.delete(to);
            return Optional.empty();
        }
    },
    MOVE("moved") {
        @Override
        void file(Path from, Path to) throws IOException {
            if (Files.isSymbolicLink(from)) {
                throw new IOException("it is a symbolic link; use --copy or --link to file what it points to");
            }
            FileMove.move(from, to);
        }

        @Override
        Optional<String> undo(Path from, Path to) throws IOException {
            if (!isThere(to)) {
                return isThere(from) ? Optional.empty() : Optional.of("it is no longer there");
            }
            if (isThere(from)) {
                return deleteCopy(from, to);
            }
            Files.createDirectories(from.getParent());
            FileMove.move(to, from);
            return Optional.empty();
        }
    };

    private final String participle;

    Filing(String participle) {
        this.participle = participle;
    }

    /**
     * Files a picture.
     *
     * @param from an absolute path
     * @param to a path where no file exists
     * @throws java.nio.file.FileAlreadyExistsException if a file exists there by now
     * @throws IOException if it fails; then no file exists there
     */
    abstract void file(Path from, Path to) throws IOException;

    /**
     * Undoes {@link #file}. Doing so twice is harmless.
     *
     * @return why it was not undone, if that would lose or replace something
     */
    abstract Optional<String> undo(Path from, Path to) throws IOException;

    /** {@code copied}, for messages. */
    String participle() {
        return participle;
    }

    /** {@code copy}, for journals and messages. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a file exists, even if it is a broken link. */
    static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<String> deleteCopy(Path from, Path to) throws IOException {
        if (!Files.isRegularFile(from)) {
            return Optional.of("it may be the last copy: " + from + " is no longer there");
        }
        if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS) || !FileMove.isStartOf(to, from)) {
            return Optional.of("it differs from " + from);
        }
        Files.delete(to);
        return Optional.empty();
    }
}
