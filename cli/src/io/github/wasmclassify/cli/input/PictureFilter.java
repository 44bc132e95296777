package io.github.wasmclassify.cli.input;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Chooses the files of a directory: those with a picture's extension, or those that match the user's globs, minus the
 * excluded ones. A glob with a slash is matched against the path below the named directory, one without against the
 * file's name.
 */
public final class PictureFilter {
    /** Chooses every file with a picture's extension. */
    public static final PictureFilter PICTURES = of(List.of(), List.of(), List.of());

    private static final Set<String> EXTENSIONS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "bmp", "tif", "tiff", "ico", "ppm", "pgm", "pbm", "pnm",
            "pam", "qoi", "tga");

    /** Extensions of picture formats that are not supported, and unusual extensions of those that are. */
    private static final Set<String> OTHER_EXTENSIONS = Set.of(
            "heic",
            "heif",
            "hif",
            "avif",
            "jxl",
            "jp2",
            "j2k",
            "psd",
            "svg",
            "exr",
            "hdr",
            "dds",
            "apng",
            "jpg_large",
            "jpg_orig",
            "jpeg_large",
            "pjpeg",
            "pjp");

    /** Extensions of cameras' raw files. Most begin like a TIFF, so their first bytes say nothing. */
    private static final Set<String> RAW_EXTENSIONS = Set.of(
            "dng", "nef", "nrw", "cr2", "cr3", "crw", "arw", "srf", "sr2", "raf", "orf", "rw2", "pef", "srw", "x3f",
            "3fr", "iiq", "raw");

    /** What to do with a file. */
    enum Choice {
        TAKE,
        /** Its extension is that of another picture format, so its first bytes decide. */
        LOOK,
        /** Skip and count it. */
        PASS_OVER,
        LEAVE
    }

    private final List<Glob> included;
    private final List<Glob> excluded;
    private final List<Path> leftOut;

    private PictureFilter(List<Glob> included, List<Glob> excluded, List<Path> leftOut) {
        this.included = included;
        this.excluded = excluded;
        this.leftOut = leftOut;
    }

    /**
     * @param leftOut directories to skip with all their content, unless the user named them; they need not exist
     * @throws IllegalArgumentException if a glob cannot be read; the message says which and why
     */
    public static PictureFilter of(List<String> include, List<String> exclude, List<Path> leftOut) {
        return new PictureFilter(
                include.stream().map(Glob::parse).toList(),
                exclude.stream().map(Glob::parse).toList(),
                leftOut);
    }

    /** @param relative to the directory that the user named */
    Choice choose(Path relative) {
        if (matchesAny(excluded, relative)) {
            return Choice.LEAVE;
        }
        String extension = extension(relative);
        boolean isTaken = included.isEmpty() ? EXTENSIONS.contains(extension) : matchesAny(included, relative);
        if (isTaken) {
            return Choice.TAKE;
        }
        if (!included.isEmpty()) {
            return Choice.LEAVE;
        }
        if (RAW_EXTENSIONS.contains(extension)) {
            return Choice.PASS_OVER;
        }
        return OTHER_EXTENSIONS.contains(extension) ? Choice.LOOK : Choice.LEAVE;
    }

    /** Whether to skip a directory with all its content. */
    boolean prunes(Path relative, Path directory) {
        return matchesAny(excluded, relative) || leftOut.stream().anyMatch(path -> isSame(path, directory));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them does not exist
        }
    }

    private static boolean matchesAny(List<Glob> globs, Path relative) {
        return globs.stream().anyMatch(glob -> glob.matches(relative));
    }

    /** A file's extension, in lower case and without the dot. */
    static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** The files that were looked for, for messages. */
    @Override
    public String toString() {
        return included.isEmpty()
                ? "the extensions "
                        + String.join(", ", EXTENSIONS.stream().sorted().toList())
                : String.join(", ", included.stream().map(Glob::text).toList());
    }

    private record Glob(String text, PathMatcher matcher) {
        static Glob parse(String text) {
            try {
                return new Glob(text, FileSystems.getDefault().getPathMatcher("glob:" + text));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("invalid glob `" + text + "`: " + e.getDescription(), e);
            }
        }

        boolean matches(Path relative) {
            return matcher.matches(text.contains("/") ? relative : relative.getFileName());
        }
    }
}
