package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.text.WebAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The input that a user named.
 *
 * @param operands files, directories, {@code -} for a picture on stdin, {@code @FILE} for a list of names
 * @param literal how many of the last operands, those after {@code --}, are plain names whatever they begin with
 * @param filesFrom a list of further files and directories, {@code -} for one on stdin
 * @param nulSeparated whether names in lists end with a NUL byte instead of a line break
 * @param recursive whether to include subdirectories
 * @param filter which files of directories are pictures
 * @param allowUrl whether to fetch http and https addresses
 */
public record InputSpec(
        List<String> operands,
        int literal,
        Optional<String> filesFrom,
        boolean nulSeparated,
        boolean recursive,
        PictureFilter filter,
        boolean allowUrl) {
    static final String LIST_PREFIX = "@";

    /** Whether it is certainly one picture. */
    public boolean isOnePicture() {
        if (operands.size() != 1 || filesFrom.isPresent()) {
            return false;
        }
        String operand = operands.get(0);
        return !isList(0) && (isAddress(0) || !isDirectory(operand));
    }

    boolean isList(int operand) {
        return !isLiteral(operand) && operands.get(operand).startsWith(LIST_PREFIX);
    }

    boolean isAddress(int operand) {
        return !isLiteral(operand) && WebAddress.is(operands.get(operand));
    }

    private boolean isLiteral(int operand) {
        return operand >= operands.size() - literal;
    }

    private static boolean isDirectory(String operand) {
        try {
            return Files.isDirectory(Path.of(operand));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    boolean readsNamesFromStdin() {
        return readsListFromStdin()
                || filesFrom.filter(StandardInput.NAME::equals).isPresent();
    }

    private boolean readsListFromStdin() {
        return IntStream.range(0, operands.size())
                .anyMatch(i -> isList(i) && operands.get(i).equals(LIST_PREFIX + StandardInput.NAME));
    }

    /** Whether one of the operands is a picture on stdin. */
    public boolean readsPictureFromStdin() {
        return operands.contains(StandardInput.NAME);
    }

    /** How many names mean stdin, which can be read only once. */
    long timesOfStdin() {
        return operands.stream().filter(StandardInput.NAME::equals).count()
                + (readsListFromStdin() ? 1 : 0)
                + filesFrom.filter(StandardInput.NAME::equals).stream().count();
    }
}
