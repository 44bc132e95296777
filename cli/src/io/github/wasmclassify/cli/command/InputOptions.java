package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.input.InputSpec;
import io.github.wasmclassify.cli.input.PictureFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which pictures a command is about. */
final class InputOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIRECTORY",
            description =
                    "Pictures (JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA), directories to take the pictures of, - for a picture on stdin, "
                            + "@LIST for a file with the names of further ones, one a line, and with --allow-url addresses.")
    private List<String> operands = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Take the pictures of directories inside directories too.")
    private boolean recursive;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description =
                    "Of directories take the files that match this, such as '*.jpg' or 'holidays/**', whatever their extension. "
                            + "May be given several times.")
    private List<String> include = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description =
                    "Of directories leave out the files and directories that match this. May be given several times.")
    private List<String> exclude = List.of();

    @Option(
            names = "--files-from",
            paramLabel = "FILE",
            description = "Take further names from this file, one a line; from stdin if it is -.")
    private String filesFrom;

    @Option(
            names = {"-0", "--null"},
            description = "In lists each name ends with a NUL byte, as 'find -print0' writes them.")
    private boolean nulSeparated;

    @Option(
            names = "--allow-url",
            description =
                    "Fetch names that begin with http:// or https://. Only addresses of the public internet are asked, for a minute and "
                            + "256 MiB at most.")
    private boolean allowUrl;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * @param leftOut directories whose pictures are not meant, unless they are named themselves
     * @throws ParameterException if nothing is named, or a glob cannot be read
     */
    InputSpec spec(List<Path> leftOut) {
        if (operands.isEmpty() && filesFrom == null) {
            throw new ParameterException(command.commandLine(), "missing required parameter: 'FILE|DIRECTORY'");
        }
        try {
            PictureFilter filter = PictureFilter.of(include, exclude, leftOut);
            return new InputSpec(
                    operands,
                    literalOperands(),
                    Optional.ofNullable(filesFrom),
                    nulSeparated,
                    recursive,
                    filter,
                    allowUrl);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    /** How many operands stand after {@code --}. */
    private int literalOperands() {
        List<String> words = command.commandLine().getParseResult().originalArgs();
        int end = words.indexOf("--");
        return end < 0 ? 0 : words.size() - end - 1;
    }
}
