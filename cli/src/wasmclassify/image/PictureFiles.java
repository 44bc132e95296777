package wasmclassify.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import wasmclassify.error.PictureException;

/** The picture files that a user means by naming files and directories. */
public final class PictureFiles {
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "bmp");

    private PictureFiles() {}

    /**
     * The pictures that one operand stands for: a directory for the pictures in it, in name order, told by their extensions and without
     * hidden ones; anything else for itself, whatever its name.
     *
     * @throws PictureException if a directory cannot be read or has no pictures
     */
    public static List<Path> of(Path operand) {
        if (!Files.isDirectory(operand)) {
            return List.of(operand);
        }
        try (Stream<Path> entries = Files.list(operand)) {
            List<Path> pictures = entries.filter(PictureFiles::isPicture).sorted().toList();
            if (pictures.isEmpty()) {
                throw new PictureException("no pictures in this directory; looked for the extensions " + extensions());
            }
            return pictures;
        } catch (IOException e) {
            throw new PictureException("cannot list this directory", e);
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(extension) && !name.startsWith(".") && !Files.isDirectory(file);
    }

    private static String extensions() {
        return String.join(", ", EXTENSIONS.stream().sorted().toList());
    }
}
