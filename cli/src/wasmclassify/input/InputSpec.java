package wasmclassify.input;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user named as input.
 *
 * @param operands files, directories, {@code -} for a picture on stdin, {@code @FILE} for a list of further ones
 * @param filesFrom a list of further files and directories, {@code -} for one on stdin
 * @param nulSeparated whether names in lists end with a NUL byte, not with their line
 * @param recursive whether directories inside directories count
 * @param filter which files of directories count
 * @param allowUrl whether an http or https address is fetched
 */
public record InputSpec(
        List<String> operands,
        Optional<String> filesFrom,
        boolean nulSeparated,
        boolean recursive,
        PictureFilter filter,
        boolean allowUrl) {
    static final String LIST_PREFIX = "@";

    /** Whether it is one picture for sure. */
    public boolean isOnePicture() {
        if (operands.size() != 1 || filesFrom.isPresent()) {
            return false;
        }
        String operand = operands.get(0);
        return !operand.startsWith(LIST_PREFIX) && (UrlInput.isAddress(operand) || !isDirectory(operand));
    }

    private static boolean isDirectory(String operand) {
        try {
            return Files.isDirectory(Path.of(operand));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    boolean readsNamesFromStdin() {
        return operands.contains(LIST_PREFIX + StandardInput.NAME) || filesFrom.filter(StandardInput.NAME::equals).isPresent();
    }
}
